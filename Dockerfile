# One image for every process; the command picks it: `api SERVICE`, `worker SERVICE`, `gateway`, `jobs NAME`.
#
#   docker build -t residencias:0.1.0 .
#   docker build --target sbom --output type=local,dest=. .     # residencias.cdx.json: what is inside (CycloneDX)
#
# The base is pinned by digest: the image index of that tag, for every architecture. A newer one, or your registry's copy:
#   --build-arg PYTHON=registry.example.com/python:3.11.13-slim-bookworm@sha256:…
ARG PYTHON=python:3.11.13-slim-bookworm@sha256:86adf8dbadc3d6e82ee5dd2c74bec2e1c2467cdad47886280501df722372d2e1

FROM ${PYTHON} AS tools
WORKDIR /build
COPY deploy/uv.lock ./
RUN python -m pip install --no-cache-dir --require-hashes -r uv.lock

FROM tools AS build
COPY requirements-runtime.lock ./
RUN python -m venv --without-pip /opt/residencias \
    && uv pip install --no-cache --python /opt/residencias/bin/python --require-hashes -r requirements-runtime.lock

FROM tools AS inventory
COPY deploy/sbom.lock requirements-runtime.lock ./
RUN python -m venv --without-pip /opt/sbom \
    && uv pip install --no-cache --python /opt/sbom/bin/python --require-hashes -r sbom.lock \
    && /opt/sbom/bin/cyclonedx-py requirements requirements-runtime.lock \
        --output-reproducible --output-format JSON --output-file /residencias.cdx.json

FROM scratch AS sbom
COPY --from=inventory /residencias.cdx.json /

FROM ${PYTHON} AS image
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin residencias
COPY --from=build /opt/residencias /opt/residencias
WORKDIR /app
COPY catalog/ catalog/
COPY convocatorias/ convocatorias/
COPY contracts/ contracts/
COPY plumbing/ plumbing/
COPY residencias/ residencias/
COPY services/ services/
# Nothing is written beside the code: the root may be read-only, and /tmp is the only scratch.
ENV PATH=/opt/residencias/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HTTP_BIND=0.0.0.0:8080 \
    RPC_BIND=0.0.0.0:50051 \
    METRICS_PORT=9090
# What operators read beside each service: --build-arg VERSION="$(git describe --always --dirty)"
ARG VERSION=""
ENV RESIDENCIAS_VERSION=${VERSION}
USER 10001:10001
EXPOSE 8080 50051 9090
ENTRYPOINT ["python", "-m", "residencias.container"]
CMD ["gateway"]
