"""Maps drawn by the server from one edition: shapes, classes, signs and the same told in words.
Pages, papers and the static site show them; none of them draws its own."""
