using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Hosting.Access;
using Noderr.Hosting.Actuator;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Grpc;
using Noderr.Hosting.Health;
using Noderr.Hosting.Http;
using Noderr.Hosting.Kafka;
using Noderr.Hosting.Logs;
using Noderr.Hosting.Metrics;
using Noderr.Hosting.Secrets;
using Noderr.Hosting.Shutdown;
using Noderr.Hosting.Tracing;
using Noderr.Hosting.Trading;

namespace Noderr.Hosting;

/// <summary>
/// A service with all that the ten have in common: configuration, logs, metrics, traces, health, access, and an orderly stop.
/// Nothing of it is shared by the process.
/// </summary>
public sealed class NoderrService : IAsyncDisposable
{
    private readonly List<(string Name, Func<CancellationToken, Task> Flush)> journals = [];
    private readonly List<Action<WebApplication>> routes = [];
    private readonly Lifecycle lifecycle = new();
    private readonly IHealthChecksBuilder checks;
    private bool hasGrpc;
    private WebApplication? app;

    private NoderrService(ServiceIdentity identity, ConfigurationStore configuration, Surroundings around)
    {
        Identity = identity;
        Configuration = configuration;
        Records = around.Records ?? new KafkaLog(() => Kafka);
        Meters = new Meters(identity.Name);
        Builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(NoderrService).Assembly.GetName().Name, ContentRootPath = around.Folder });
        Builder.UseHttp(Http, () => hasGrpc);

        var levels = new LogLevels();
        var logged = Meters.Counter(Telemetry.LogEvents);
        Builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new EcsLogProvider(identity.Name, around.Log, levels, level => logged.WithLabels(level.ToString().ToLowerInvariant()).Inc()));
        // Each probe of a service that is not ready yet would be an error; the probe's answer says it already.
        Builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        var version = Meters.Gauge(Telemetry.ConfigurationVersion);
        Follow(configuration.Current);
        configuration.OnChange((_, next) => Follow(next));
        Meters.Gauge(Telemetry.BuildInfo).WithLabels(identity.Version, identity.Commit).Set(1);

        Builder.Services.AddRouting();
        Builder.Services.AddAccess(Http.Keys);
        checks = Builder.Services.AddHealth(lifecycle, Kafka);
        Builder.Services.AddSingleton(this).AddSingleton(identity).AddSingleton(configuration).AddSingleton<IRuntimeLayer>(configuration).AddSingleton(lifecycle)
            .AddSingleton(Meters).AddSingleton(levels).AddSingleton(Kafka).AddSingleton<IHostLifetime, NoSignals>().AddSingleton(TimeProvider.System)
            .AddSingleton(_ => new ServiceTracing(identity.Name)).AddSingleton(_ => new GrpcClients(configuration.Current.Section<ClientSettings>()))
            .AddSingleton(_ => Trading.ToCatalog()).AddSingleton(_ => Trading.ToBooks());
        if (configuration.Current.Section<TelemetrySettings>().OtlpEndpoint is { } collector) Builder.Services.AddTraceExport(identity, collector);

        void Follow(Snapshot now)
        {
            levels.Set(LogLevels.Root, now.Section<TelemetrySettings>().LogLevel);
            version.Set(now.Version);
        }
    }

    public ServiceIdentity Identity { get; }

    public WebApplicationBuilder Builder { get; }

    public IServiceCollection Services => Builder.Services;

    public ConfigurationStore Configuration { get; }

    public Meters Meters { get; }

    /// <summary>Where its journals lie.</summary>
    public IRecordLog Records { get; }

    public KafkaSettings Kafka => Configuration.Current.Section<KafkaSettings>();

    public HttpSettings Http => Configuration.Current.Section<HttpSettings>();

    public TradingSettings Trading => Configuration.Current.Section<TradingSettings>();

    /// <summary>Where it listens, once it is started.</summary>
    public Uri Url => new(App.Urls.First());

    public Uri GrpcUrl => hasGrpc ? new(App.Urls.Last()) : throw new InvalidOperationException($"{Identity.Name} has no gRPC");

    public IServiceProvider Provider => App.Services;

    /// <summary>Where others call it: its gRPC if it has one.</summary>
    public string Advertised
    {
        get
        {
            var here = new UriBuilder(hasGrpc ? GrpcUrl : Url);
            if (Http.AdvertisedHost.Length > 0) here.Host = Http.AdvertisedHost;
            return here.Uri.GetLeftPart(UriPartial.Authority);
        }
    }

    private WebApplication App => app ?? throw new InvalidOperationException($"{Identity.Name} is not started");

    /// <exception cref="InvalidConfigurationException">Names every setting that is wrong.</exception>
    public static NoderrService Create(string name, Surroundings around, params Section[] sections) =>
        new(ServiceIdentity.Of(name), Open(name, around, sections), around);

    /// <summary>What speaks against the service's configuration; nothing is started.</summary>
    public static IReadOnlyList<Violation> Refusals(string name, Surroundings around, params Section[] sections)
    {
        try
        {
            Open(name, around, sections);
            return [];
        }
        catch (InvalidConfigurationException e)
        {
            return e.Violations;
        }
    }

    /// <summary>A whole Program.cs: 0 after an orderly stop, 1 after a failure, 2 when the configuration is refused.</summary>
    public static async Task<int> RunAsync(string name, string[] arguments, Action<NoderrService> build, params Section[] sections)
    {
        using var signals = new StopSignals();
        return await RunAsync(name, Surroundings.OfProcess(arguments), build, signals.Token, sections);
    }

    public static async Task<int> RunAsync(string name, Surroundings around, Action<NoderrService> build, CancellationToken stop, params Section[] sections)
    {
        try
        {
            await using var service = Create(name, around, sections);
            build(service);
            return await service.RunAsync(stop);
        }
        catch (InvalidConfigurationException e)
        {
            using var provider = new EcsLogProvider(name, around.Log, new LogLevels(), _ => { });
            var log = provider.CreateLogger(typeof(NoderrService).FullName!);
            foreach (var violation in e.Violations) log.ConfigurationRefused(violation.ToString(), violation.Origin.Length > 0 ? $"({violation.Origin})" : "");
            return ExitCode.ConfigurationRefused;
        }
    }

    /// <param name="probe">One of <see cref="Probe"/>.</param>
    public void Check(string name, string probe, Func<CancellationToken, Task<HealthCheckResult>> check) =>
        checks.AddAsyncCheck(name, check, [probe], TimeSpan.FromSeconds(1));

    public void Map(Action<WebApplication> route) => routes.Add(route);

    /// <summary>Opens the port that speaks HTTP/2 only.</summary>
    public void MapGrpc(Action<WebApplication> route)
    {
        if (!hasGrpc)
        {
            Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 1024 * 1024);
            Services.AddGrpcReflection();
            routes.Add(app => app.MapGrpcReflectionService());
        }
        hasGrpc = true;
        routes.Add(route);
    }

    /// <summary>Is done last, when nobody decides any more.</summary>
    public void FlushLast(string journal, Func<CancellationToken, Task> flush) => journals.Add((journal, flush));

    public async Task StartAsync(CancellationToken cancel = default)
    {
        app = Builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapActuator();
        foreach (var route in routes) route(app);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new InvalidConfigurationException([new Violation("http.port", "must be free", $"{Http.Port}{(hasGrpc ? $" and {Http.GrpcPort} for gRPC" : "")}")]);
        }
        lifecycle.Enter(Lifecycle.Stage.Started);
        app.Logger.ServiceStarted(Identity.Name, Identity.Version, Url.ToString());
    }

    /// <summary>Runs until the token or a failure of its own stops it; answers with the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken stop = default)
    {
        var failed = new List<Exception>();
        try
        {
            await StartAsync(stop);
        }
        catch (Exception e) when (e is not InvalidConfigurationException)
        {
            // Asked to stop, or failed, before it stood: the rest of the way is the same.
            if (e is not OperationCanceledException) failed.Add(e);
        }
        return await EndAsync(failed, stop);
    }

    /// <summary>Of a service that is started: until the token or a failure of its own stops it.</summary>
    public Task<int> UntilStoppedAsync(CancellationToken stop) => EndAsync([], stop);

    private async Task<int> EndAsync(List<Exception> failed, CancellationToken stop)
    {
        if (failed.Count == 0) await StopIsAskedFor(stop).ContinueWith(static _ => { }, TaskScheduler.Default);
        failed.AddRange(Failures());
        foreach (var failure in failed) App.Logger.ServiceFailed(failure, Identity.Name);
        var orderly = await StopAsync();
        return failed.Count == 0 && orderly ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Within five seconds, and false when something had to be left behind.</summary>
    public async Task<bool> StopAsync()
    {
        var began = Stopwatch.GetTimestamp();
        lifecycle.Enter(Lifecycle.Stage.Stopping);
        App.Logger.ServiceStopping(Identity.Name);
        var sequence = new StopSequence(App.Logger, TimeProvider.System);
        var orderly = await sequence.RunAsync("http", StopSequence.Http, App.Services.GetRequiredService<IServer>().StopAsync);
        orderly &= await sequence.RunAsync("owners", StopSequence.Owners, App.StopAsync);
        var flushed = await Task.WhenAll(journals.Select(j => sequence.RunAsync($"journal {j.Name}", StopSequence.Journals, j.Flush)));
        App.Logger.ServiceStopped(Identity.Name, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return orderly && flushed.All(f => f);
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
    }

    private async Task StopIsAskedFor(CancellationToken stop)
    {
        var stopping = App.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, stopping);
        await Task.Delay(Timeout.Infinite, either.Token);
    }

    private IEnumerable<Exception> Failures() =>
        App.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(s => s.ExecuteTask?.Exception).OfType<Exception>();

    private static ConfigurationStore Open(string name, Surroundings around, Section[] sections)
    {
        var secrets = new SecretReferences(around.SecretSources());
        return ConfigurationStore.Open(BaseSchema.Create().With(sections), ConfigurationFiles.Layers(name, around), secrets);
    }
}
