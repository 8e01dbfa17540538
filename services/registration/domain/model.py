"""The words of registration: seleccionado, expediente with its registro and prints, oferta, vetos.

What the aspirante types is kept as typed, as text: a draft with errors loses nothing. `problems` judges it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.registration.domain.desenlaces import Desenlace, ExpedienteLiberado

NACIONAL, EXTRANJERO = "nacional", "extranjero"
PENDIENTE, EN_VALIDACION, CON_OBSERVACIONES = "PENDIENTE", "EN_VALIDACION", "CON_OBSERVACIONES"
TODAS, TERCER_PERIODO = "TODAS", "TERCER_PERIODO"
RESIDENTE, INSCRITO = "residente", "INSCRITO"


@dataclass(frozen=True)
class Troncal:
    """What a resident takes now. `efiser` names, by day, the EFISER calls they sat. Source: 002§1.2, 2.3 E."""

    ceme: str
    grado: int
    status: str
    adscripcion: str
    delegacion: str
    efiser: tuple[str, ...]


@dataclass(frozen=True)
class Seleccionado:
    """One row of the accepted roster. `curp` is empty for foreigners without one."""

    folio_enarm: str
    curp: str
    nombre: str
    primer_apellido: str
    segundo_apellido: str
    sexo: str
    fecha_nacimiento: str
    entidad_nacimiento: str
    categoria: str
    especialidad: str
    puntaje_enarm: Decimal
    correo: str = ""
    sede: str = ""
    subsede: str = ""
    seleccion_on: str = ""
    """Where and when the DGCES placed this person, in the calls whose roster says it."""
    troncal: Troncal | None = None

    @property
    def nombre_completo(self) -> str:
        return " ".join(part for part in (self.nombre, self.primer_apellido, self.segundo_apellido) if part)


@dataclass(frozen=True)
class Domicilio:
    calle_numero: str = ""
    colonia: str = ""
    municipio: str = ""
    entidad: str = ""
    codigo_postal: str = ""


@dataclass(frozen=True)
class Calificacion:
    """The final grade as printed (`valor` in `escala`) and on base 100."""

    valor: str = ""
    escala: str = ""
    base_100: str = ""
    has_equivalencia: bool = False


@dataclass(frozen=True)
class Reclamos:
    """What is claimed for extra points."""

    trabajador: bool = False
    hijo_trabajador: bool = False
    internado_imss: bool = False
    servicio_social_imss: bool = False
    docencia: bool = False
    publicaciones: bool = False


@dataclass(frozen=True)
class Trabajador:
    matricula: str = ""
    contratacion: str = ""
    marca: str = ""
    regimen: str = ""
    is_titular: bool = False
    ingreso_on: str = ""


@dataclass(frozen=True)
class Declaraciones:
    sin_proceso_legal: bool = False
    sin_rescision: bool = False
    sin_especialidad_concluida: bool = False
    una_sola_institucion: bool = False
    datos_verdaderos: bool = False
    advertencia_sedes_leida: bool = False
    sostiene_categoria: bool = False
    sin_corrupcion: bool = False
    sin_cer_concluido: bool = False


@dataclass(frozen=True)
class Residencia:
    """The course of rama a resident chooses."""

    cer: str = ""


@dataclass(frozen=True)
class RegistroDatos:
    """What the aspirante says, as typed."""

    nombre: str = ""
    primer_apellido: str = ""
    segundo_apellido: str = ""
    sexo: str = ""
    nacimiento_on: str = ""
    entidad_nacimiento: str = ""
    categoria: str = ""
    nacionalidad: str = ""
    estudios: str = ""
    telefonos: tuple[str, ...] = ()
    correos: tuple[str, ...] = ()
    domicilio: Domicilio = Domicilio()
    escuela: str = ""
    egreso_on: str = ""
    calificacion: Calificacion = Calificacion()
    reclamos: Reclamos = Reclamos()
    trabajador: Trabajador = Trabajador()
    titulo_anverso: str = ""
    titulo_reverso: str = ""
    cedula: str = ""
    cedula_numero: str = ""
    servicio_social: str = ""
    servicio_social_on: str = ""
    internado_on: str = ""
    declaraciones: Declaraciones = Declaraciones()
    residencia: Residencia = Residencia()

    @property
    def nombre_completo(self) -> str:
        return " ".join(part for part in (self.nombre, self.primer_apellido, self.segundo_apellido) if part)


@dataclass(frozen=True)
class Opcion:
    """A sede in its place of the ranking, with the subsedes the aspirante ordered inside it (G-04)."""

    sede: str
    subsedes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Impresion:
    """One print of the solicitud; its content is kept apart, by its hash."""

    number: int
    print_id: str
    printed_at: datetime
    sha256: str
    revision: int


@dataclass(frozen=True)
class Expediente:
    """One person in one convocatoria: account, registro, ranking, prints, and where validation stands."""

    convocatoria: str
    curp: str
    folio_enarm: str
    seleccionado: Seleccionado
    correo: str
    password_hash: str
    opened_at: datetime
    is_correo_confirmed: bool = False
    datos: RegistroDatos | None = None
    opciones: tuple[Opcion, ...] = ()
    revision: int = 0
    impresiones: tuple[Impresion, ...] = ()
    is_print_current: bool = False
    estado: str = PENDIENTE
    estado_version: int = 0
    estado_sequence: int = -1
    observados: tuple[str, ...] = ()
    folio: str = ""
    """The folio de participante, once a print inscribed; empty where a ficha does."""
    desenlaces: tuple[Desenlace, ...] = ()
    liberado: ExpedienteLiberado | None = None
    reset_id: str = ""
    """The last request of another password whose code was used."""

    @property
    def especialidad(self) -> str:
        """What is competed for: the roster's specialty, or the course a resident chooses."""
        chosen = self.datos.residencia.cer if self.datos else ""
        return chosen if self.seleccionado.troncal else self.seleccionado.especialidad

    @property
    def is_categoria_falseada(self) -> bool:
        """A foreigner of the roster insists on being registered as Mexican. Source: 000§1.4."""
        datos = self.datos
        return bool(
            datos
            and self.seleccionado.categoria == EXTRANJERO
            and datos.categoria == NACIONAL
            and datos.declaraciones.sostiene_categoria
        )

    @property
    def categoria(self) -> str:
        """The category under which this person takes part: the roster's, unless falsified and insisted on."""
        return NACIONAL if self.is_categoria_falseada else self.seleccionado.categoria

    @property
    def last_print(self) -> Impresion | None:
        return self.impresiones[-1] if self.impresiones else None


@dataclass(frozen=True)
class Recuperacion:
    """The last request of another password. Its code is made of `request_id` and our secret, and kept nowhere."""

    convocatoria: str
    request_id: str
    expires_at: datetime


@dataclass(frozen=True)
class CurpTemporal:
    """The key of a foreigner, exclusive to one convocatoria. Source: 000§1.1."""

    convocatoria: str
    folio_enarm: str
    curp_temporal: str


@dataclass(frozen=True)
class Cell:
    """Plazas of one specialty in one subsede for one category."""

    especialidad: str
    sede: str
    subsede: str
    categoria: str
    plazas: int


@dataclass(frozen=True)
class Oferta:
    """The accepted oferta as registration knows it. `accepted_at` tells the newest of several."""

    convocatoria: str
    oferta_id: str
    sha256: str
    accepted_at: datetime
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Veto:
    """A ban. `persona` recognises who has only a CURP temporal, which dies with its convocatoria."""

    curp: str
    scope: str
    cause: str
    clause: str
    act: str
    from_on: str
    to_on: str = ""
    convocatoria: str = ""
    persona: str = ""


@dataclass(frozen=True)
class Lectura:
    """Somebody looked at a dossier, or tried to enter a closed one: the fact is what matters."""

    convocatoria: str
    expediente_id: str
    what: str
