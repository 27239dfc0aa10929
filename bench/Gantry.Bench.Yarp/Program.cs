using Yarp.ReverseProxy.Configuration;

// The least that YARP takes to pass everything on: Gantry.Bench.Yarp ADDRESS UPSTREAM.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[0]);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
builder.Services.AddReverseProxy().LoadFromMemory(
    [new RouteConfig { RouteId = "all", ClusterId = "provider", Match = new RouteMatch { Path = "{**all}" } }],
    [
        new ClusterConfig
        {
            ClusterId = "provider",
            Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal) { ["it"] = new() { Address = args[1] } },
        },
    ]);
var app = builder.Build();
app.MapReverseProxy();
await app.RunAsync();
