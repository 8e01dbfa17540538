"""The worked examples of every convocatoria (`convocatorias/<id>/cases/*.yaml`), run against the services."""
