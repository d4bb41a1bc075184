<?php
// Run by PHP: gives a .qdc to OpenQDA's own import (web/app/Http/Controllers/CodebookCodesController.php, as it is) and prints what
// it would keep. Nothing of OpenQDA is here: around it stand only the few pieces of Laravel that the import asks for, keeping rows
// in a list instead of a database.
namespace Illuminate\Support\Facades { class DB { static function __callStatic($name, $args) {} } }
namespace Illuminate\Support { class Str { static function uuid() { static $n = 0; return (string) ++$n; } } }
namespace Illuminate\Http { class Request { public $project_id = 1; } class JsonResponse {} class Response {} }
namespace App\Http\Controllers { class Controller {} }
namespace App\Http\Requests {
    class ImportCodebookRequest extends \Illuminate\Http\Request {
        function file($name) { global $argv; return new \SplFileInfo($argv[2]); }
    }
    class UpdateCodebookRequest {}
}
namespace App\Models {
    #[\AllowDynamicProperties] class Project {}
    #[\AllowDynamicProperties] class Codebook { public $id = 1; public $codes = []; function save() {} }
    #[\AllowDynamicProperties] class Code { static $kept = []; function save() { self::$kept[] = $this; } }
}
namespace {
    function auth() { return new class { function id() { return 1; } }; }
    function response() { return new class { function json($told, $status = 200) { return [$status, $told]; } }; }
    require $argv[1];
    $came = (new App\Http\Controllers\CodebookCodesController)->import(new App\Models\Project, new App\Http\Requests\ImportCodebookRequest);
    $names = [];
    $codes = [];
    foreach (App\Models\Code::$kept as $one) {
        $names[$one->id] = $one->name;
        $codes[] = [$one->name, $one->description, $one->parent_id ? $names[$one->parent_id] : null, true, $one->color];
    }
    echo json_encode(['codes' => $codes, 'status' => $came[0], 'said' => $came[1]['message'] ?? $came[1]['error']]);
}
