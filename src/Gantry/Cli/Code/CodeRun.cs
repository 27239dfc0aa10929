using Gantry.Cli.Code.Clients;

namespace Gantry.Cli.Code;

/// <summary>One run of a client, from finding a gateway to the bill.</summary>
internal static class CodeRun
{
    // Loopback is never behind a proxy.
    private static readonly string[] Direct = ["127.0.0.1", "localhost"];

    /// <returns>The client's own exit code.</returns>
    /// <exception cref="CodeRefusedException">It is not started.</exception>
    public static async Task<int> RunAsync(CodeOptions options, CancellationToken cancellation)
    {
        var client = options.Client;
        var program = ClientProcess.Find(client.Program, options.Environment)
            ?? throw new CodeRefusedException($"{client.Name} is not installed: npm install -g {client.Package}", ExitCodes.ClientMissing);
        await using var gateway = await CodeGateway.OpenAsync(options, cancellation);
        var models = await ModelChoice.ReadAsync(gateway, options, cancellation);
        var code = await StartAsync(program, gateway, models, options);
        if (!options.Quiet) await TellAsync(gateway, models.Asked, options);
        return code;
    }

    private static async Task<int> StartAsync(string program, CodeGateway gateway, ModelChoice models, CodeOptions options)
    {
        using var signals = new SignalRelay();
        using var files = PrivateFiles.Create(options.Time);
        var launch = options.Client.Prepare(new ClientTask
        {
            Address = gateway.Address,
            Key = gateway.Key,
            Model = models.Model,
            SmallModel = models.SmallModel,
            Models = models.All,
            Arguments = options.Arguments,
            Environment = options.Environment,
            Files = files,
        });
        try
        {
            return await ClientProcess.RunAsync(program, WithoutProxy(launch, gateway.Address, options.Environment), signals);
        }
        finally
        {
            launch.AtEnd();
        }
    }

    private static ClientLaunch WithoutProxy(ClientLaunch launch, string address, Func<string, string?> environment)
    {
        if (!new Uri(address).IsLoopback) return launch;
        var set = new Dictionary<string, string?>(launch.Environment);
        foreach (var name in (string[])["NO_PROXY", "no_proxy"])
        {
            var hosts = (environment(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            set[name] = string.Join(',', hosts.Union(Direct));
        }

        return launch with { Environment = set };
    }

    private static async Task TellAsync(CodeGateway gateway, DateTimeOffset since, CodeOptions options)
    {
        var bill = await SessionBill.ReadAsync(gateway, since, options.Time, CancellationToken.None);
        await options.Notes.WriteLineAsync(bill?.ToString() ?? "gantry: the gateway does not tell what this run has cost");
    }
}
