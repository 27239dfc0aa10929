using System.Text.Json.Nodes;
using Gantry.Cli.Code.Clients;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Code;

/// <summary>The models of a run.</summary>
/// <param name="All">Every name that the key may ask for.</param>
/// <param name="Model">For the work.</param>
/// <param name="SmallModel">For what is done beside.</param>
/// <param name="Asked">When the gateway was asked, by its own clock.</param>
internal sealed record ModelChoice(IReadOnlyList<string> All, string Model, string SmallModel, DateTimeOffset Asked)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // Clocks of one machine, and a second that the header cannot tell.
    private static readonly TimeSpan SameClock = TimeSpan.FromSeconds(2);

    /// <summary>Asks what the key may use, and chooses what was not said by the client's taste.</summary>
    /// <exception cref="CodeRefusedException">The gateway does not answer, refuses the key, or has no model for it.</exception>
    public static async Task<ModelChoice> ReadAsync(CodeGateway gateway, CodeOptions options, CancellationToken cancellation)
    {
        var root = new Uri(gateway.Address);
        using var http = CommandHttp.Create(root);
        var client = new GatewayClient(http, root, Patience, options.Time);
        var call = new Call(HttpMethod.Get, "/v1/models").WithKeys(new PlacedKey(KeyPlacement.Bearer, gateway.Key));
        var since = options.Time.GetTimestamp();
        var answer = await client.SendAsync(call, cancellation);

        // A server that runs already learns of a new key within a second.
        while (gateway.IsLocal && answer.Status is 0 or 401 && options.Time.GetElapsedTime(since) < Patience)
        {
            await Task.Delay(Look, options.Time, cancellation);
            answer = await client.SendAsync(call, cancellation);
        }

        if (answer.Broken is { } broken) throw new CodeRefusedException($"The gateway at {gateway.Address} cannot be asked: {broken}", ExitCodes.CheckFailed);
        if (answer.Status is 401 or 403) throw new CodeRefusedException($"The gateway at {gateway.Address} refuses the key.", ExitCodes.CheckFailed);
        if (answer.Status != 200) throw new CodeRefusedException($"The gateway at {gateway.Address} answers GET /v1/models with {answer.Status}.", ExitCodes.CheckFailed);
        string[] all = [.. (answer.Json?["data"] as JsonArray ?? []).Select(model => model?["id"]?.GetValue<string>()).OfType<string>()];
        var chosen = options.Model ?? options.Client.Taste.PickMain(all)
            ?? throw new CodeRefusedException($"The key may use no model of the gateway at {gateway.Address}.", ExitCodes.CheckFailed);
        return new ModelChoice(all, chosen, options.SmallModel ?? options.Client.Taste.PickSmall(all) ?? chosen, TimeOf(answer, options.Time.GetUtcNow()));
    }

    /// <summary>The gateway's time where its clock is another.</summary>
    private static DateTimeOffset TimeOf(Answer answer, DateTimeOffset now) =>
        DateTimeOffset.TryParse(answer.Header("date"), out var theirs) && (theirs - now).Duration() > SameClock ? theirs : now;
}
