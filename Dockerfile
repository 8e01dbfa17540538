# One image for every process; the command picks service and process, e.g. `python -m plumbing.rpc services.scoring.api`.
# Pin the base by digest where you build: --build-arg PYTHON=python:3.11-slim-bookworm@sha256:…
ARG PYTHON=python:3.11.13-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /build
COPY deploy/uv.lock requirements-runtime.lock ./
RUN python -m pip install --no-cache-dir --require-hashes -r uv.lock \
    && python -m venv /opt/residencias \
    && uv pip install --no-cache --python /opt/residencias/bin/python --require-hashes -r requirements-runtime.lock

FROM ${PYTHON}
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
ENV PATH=/opt/residencias/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HTTP_BIND=0.0.0.0:8080 \
    RPC_BIND=0.0.0.0:50051
USER 10001
EXPOSE 8080 50051 9090
CMD ["python", "-m", "services.gateway.app"]
