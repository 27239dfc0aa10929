using System.Text;
using Gantry.Tests.Relay;

namespace Gantry.Tests.Nodes;

/// <summary>The declarative file of several servers.</summary>
internal sealed record ClusterFile(Uri Simulator)
{
    /// <summary>What each model costs, as the file writes it; the models' names say how the simulator answers.</summary>
    public required IReadOnlyList<(string Model, string Price)> Models { get; init; }

    public required IReadOnlyList<Purse> Purses { get; init; }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("settings: {active_probes: false}");
        text.AppendLine("upstreams:");
        text.AppendLine($"  - {{name: sim, provider: simulator, base_url: \"{Simulator}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true}}");
        text.AppendLine("models:");
        foreach (var (model, price) in Models) text.AppendLine($"  - {{id: \"{model}\", price: {{{price}}}}}");
        text.AppendLine("groups:");
        foreach (var group in Purses.GroupBy(p => p.Group))
        {
            text.AppendLine($"  - name: {group.Key}");
            if (group.First().OfGroup is { Length: > 0 } more) text.AppendLine($"    {more}");
            text.AppendLine("    deployments:");
            foreach (var (model, _) in Models) text.AppendLine($"      - {{model: \"{model}\", upstream: sim, upstream_model: \"{model}\"}}");
        }

        text.AppendLine("accounts:");
        foreach (var purse in Purses)
        {
            text.AppendLine($"  - email: {purse.Email}");
            text.AppendLine($"    credit: {purse.Credit}");
            if (purse.OfAccount.Length > 0) text.AppendLine($"    {purse.OfAccount}");
            text.AppendLine("    keys:");
            text.AppendLine($"      - {{name: {purse.Name}, secret: {purse.Key}, groups: [{purse.Group}]{(purse.OfKey.Length > 0 ? ", " + purse.OfKey : "")}}}");
        }

        return text.ToString();
    }
}
