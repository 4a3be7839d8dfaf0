# syntax=docker/dockerfile:1
# Three stages: the interface, the wheel, and what runs. The last one has no compiler, no Node and no root.

FROM node:24-slim AS interface
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY frontend/ ./
RUN node build.mjs

FROM python:3.13-slim AS wheel
RUN pip install --no-cache-dir "uv>=0.13,<0.14"
ENV UV_COMPILE_BYTECODE=1
WORKDIR /build
COPY requirements.lock ./
RUN uv venv /opt/moondesk && uv pip sync --python /opt/moondesk --require-hashes requirements.lock
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY src/ src/
COPY --from=interface /build/src/moondesk/static/dist src/moondesk/static/dist
RUN uv build --wheel --out-dir dist && uv pip install --python /opt/moondesk --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --uid 10001 --home-dir /var/lib/moondesk --create-home --shell /usr/sbin/nologin moondesk
COPY --from=wheel /opt/moondesk /opt/moondesk
ENV PATH=/opt/moondesk/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MOONDESK_HOST=0.0.0.0 \
    MOONDESK_DATA_DIR=/var/lib/moondesk \
    MOONDESK_METRICS_DIR=/tmp/metrics \
    MOONDESK_LOG_FORMAT=json
USER moondesk
VOLUME /var/lib/moondesk
EXPOSE 8000 2525
STOPSIGNAL SIGTERM
ENTRYPOINT ["moondesk"]
CMD ["web"]
