using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Management;

/// <summary>A client that a generator of others makes of the OpenAPI document: it compiles, refuses what the document does not tell, and works.</summary>
public sealed class GeneratedClientTest
{
    private const string Account = "owner@example.com";
    private const string Group = "managed";

    // The compiler reads some ten thousand lines of types.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Types_of_the_document_compile_and_the_client_works()
    {
        string script = InstalledClients.Script("manage.mjs");
        await using var upstream = await SimulatedUpstream.StartAsync();
        await using var server = await GatewayServer.StartAsync(
            $$$"""
            upstreams:
              - {name: sim, provider: simulator, base_url: {{{upstream.BaseUrl}}}, api_keys: ["${{{{GatewayConfiguration.UpstreamKeyVariable}}}}"], allow_private_network: true}
            models:
              - {id: {{{Models.Gpt}}}, price: {free: true}}
            groups:
              - {name: {{{Group}}}, deployments: [{model: {{{Models.Gpt}}}, upstream: sim}]}
            accounts:
              - {email: {{{Account}}}, role: owner}
            """,
            upstream.Key);
        var token = await server.TokenAsync(Account, "keys:read", "keys:write");
        using var sandbox = new Sandbox().With("GANTRY_URL", server.BaseUrl).WithSecret("GANTRY_KEY", token).With("GANTRY_ACCOUNT", Account).With("GANTRY_GROUP", Group);
        var run = await sandbox.RunAsync("node", [script, "generated"], Limit);
        run.Succeeded().Has(run.Events.Count == 1, "did not print one result");
        var told = run.Events[0];
        run.Has(told.GetProperty("faults").GetArrayLength() == 0, "does not compile");
        run.Has(told.GetProperty("operations").GetInt32() > 80, "was made of a document without most of its operations");
        run.Said("\"name\":\"generated\"").Said("\"limits\":{\"requests_per_minute\":60,\"tokens_per_minute\":null,\"concurrent\":2}").Said("\"capture\":null");
        run.Said("\"listed\":[true]").Said("\"next\":null").Said("\"refused\":\"not_found\"").Said("\"request\":true").Said("\"gone\":204");
    }
}
