"""Three families of formats that many publishers share; a source of one of them is a YAML description, no code."""
