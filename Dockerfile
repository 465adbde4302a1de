# One image for each program: docker build --build-arg SERVICE=risk -t noderr-risk .
# SERVICE is a folder of services/, venue (the simulated venue) or cli (the command, with the broker). All of them share the stage `build`.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
ARG TARGETARCH
WORKDIR /src
COPY . .
ENV NUGET_PACKAGES=/packages
RUN --mount=type=cache,target=/packages ARCH=$TARGETARCH infra/publish.sh /out && mkdir /data

# Without shell and package manager; its user is 1654.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble-chiseled
ARG SERVICE
COPY --from=build /out/$SERVICE /app
# A new volume takes its owner from here.
COPY --from=build --chown=1654:1654 /data /data
# The pipe for diagnostics is all that .NET would write outside of volumes: without it the root file system can be read-only.
ENV DOTNET_EnableDiagnostics=0
# Where noderr.yaml is looked for.
WORKDIR /etc/noderr
USER $APP_UID
ENTRYPOINT ["/app/run"]
