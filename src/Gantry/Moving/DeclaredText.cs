using System.Globalization;
using System.Text;
using Gantry.Catalog;
using Gantry.Billing.Pricing;

namespace Gantry.Moving;

/// <summary>Writes a move as the declarative file. The same move is the same text.</summary>
internal static class DeclaredText
{
    /// <param name="move">What to write.</param>
    /// <param name="source">Where it comes from, for the first line.</param>
    public static string Write(Move move, string source)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Made by gantry import from {OneLine(source)}. Secrets stand in the environment, under the names in ${{…}}.\n");
        Section(text, "upstreams", move.Upstreams, WriteUpstream);
        Section(text, "models", move.Models, (model, output) => output.Append(CultureInfo.InvariantCulture, $"  - {{{string.Join(", ", Model(model))}}}\n"));
        Section(text, "groups", move.Groups, WriteGroup);
        Section(text, "accounts", move.Accounts, WriteAccount);
        return text.ToString();
    }

    private static void Section<T>(StringBuilder text, string name, List<T> items, Action<T, StringBuilder> write)
    {
        if (items.Count == 0) return;
        text.Append(name).Append(":\n");
        foreach (var item in items) write(item, text);
    }

    private static void WriteUpstream(MovedUpstream upstream, StringBuilder text)
    {
        Line(text, "  - name", YamlText.Literal(upstream.Name));
        Line(text, "    provider", YamlText.Literal(upstream.Provider));
        if (upstream.BaseUrl is { } url) Line(text, "    base_url", YamlText.Written(url));
        if (!upstream.ApiKeys.IsEmpty) Line(text, "    api_keys", $"[{string.Join(", ", upstream.ApiKeys.Select(YamlText.Written))}]");
        if (!upstream.Speaks.IsEmpty) Line(text, "    speaks", YamlText.List(upstream.Speaks.Select(EnumWords.Of)));
        if (upstream.AllowPrivateNetwork) Line(text, "    allow_private_network", "true");
        if (upstream.Proxy is { } proxy) Line(text, "    proxy", YamlText.Written(proxy));
        if (!upstream.Options.IsEmpty) Line(text, "    options", $"{{{string.Join(", ", upstream.Options.Select(o => $"{o.Name}: {YamlText.Written(o.Value)}"))}}}");
    }

    private static IEnumerable<string> Model(MovedModel model)
    {
        yield return $"id: {YamlText.Literal(model.Id)}";
        // Else the seed catalogue would add names that the source does not know.
        yield return "aliases: []";
        if (model.Kind is { } kind) yield return $"kind: {EnumWords.Of(kind)}";
        if (model.ContextWindow is { } window) yield return string.Create(CultureInfo.InvariantCulture, $"context_window: {window}");
        if (model.MaxOutputTokens is { } most) yield return string.Create(CultureInfo.InvariantCulture, $"max_output_tokens: {most}");
        if (model.SupportsImages is { } images) yield return $"supports_images: {Flag(images)}";
        if (model.SupportsReasoning is { } reasoning) yield return $"supports_reasoning: {Flag(reasoning)}";
        if (model.Price is { } price) yield return $"price: {Price(price)}";
    }

    private static void WriteGroup(MovedGroup group, StringBuilder text)
    {
        Line(text, "  - name", YamlText.Literal(group.Name));
        if (group.Description.Length > 0) Line(text, "    description", YamlText.Literal(group.Description));
        if (group.MultiplierPpm != PinnedPrice.Par) Line(text, "    multiplier", DecimalText.Format(group.MultiplierPpm, DecimalText.Ppm, 1));
        if (group.Balance != PoolBalance.Weight) Line(text, "    balance", EnumWords.Of(group.Balance));
        if (group.Prices.Count > 0) text.Append("    prices:\n");
        foreach (var (model, price) in group.Prices) text.Append(CultureInfo.InvariantCulture, $"      - {{model: {YamlText.Literal(model)}, price: {Price(price)}}}\n");
        if (group.VirtualModels.Count > 0) text.Append("    virtual_models:\n");
        foreach (var (name, models) in group.VirtualModels) text.Append(CultureInfo.InvariantCulture, $"      {YamlText.Key(name)}: {YamlText.List(models)}\n");
        text.Append("    deployments:\n");
        foreach (var deployment in group.Deployments) text.Append(CultureInfo.InvariantCulture, $"      - {{{string.Join(", ", Deployment(deployment))}}}\n");
    }

    private static IEnumerable<string> Deployment(MovedDeployment deployment)
    {
        yield return $"model: {YamlText.Literal(deployment.Model)}";
        yield return $"upstream: {YamlText.Literal(deployment.Upstream)}";
        if (deployment.UpstreamModel != deployment.Model) yield return $"upstream_model: {YamlText.Literal(deployment.UpstreamModel)}";
        if (deployment.Priority != 0) yield return string.Create(CultureInfo.InvariantCulture, $"priority: {deployment.Priority}");
        if (deployment.Weight != 1) yield return string.Create(CultureInfo.InvariantCulture, $"weight: {deployment.Weight}");
    }

    private static void WriteAccount(MovedAccount account, StringBuilder text)
    {
        Line(text, "  - email", YamlText.Literal(account.Email));
        Line(text, "    role", EnumWords.Of(account.Role));
        if (account.CreditNanos is { } credit) Line(text, "    credit", DecimalText.Format(credit, DecimalText.Nano, 2));
        if (account.SpendCap is { } cap) Line(text, "    spend_cap", Cap(cap));
        if (account.Keys.Count > 0) text.Append("    keys:\n");
        foreach (var key in account.Keys) text.Append(CultureInfo.InvariantCulture, $"      - {{{string.Join(", ", Key(key))}}}\n");
    }

    private static IEnumerable<string> Key(MovedKey key)
    {
        yield return $"name: {YamlText.Literal(key.Name)}";
        if (key.Secret is { } secret) yield return $"secret: {YamlText.Written(secret)}";
        yield return $"groups: {YamlText.List(key.Groups)}";
        if (key.Fallback) yield return "fallback: true";
        if (!key.Models.IsEmpty) yield return $"models: {YamlText.List(key.Models)}";
        if (!key.Networks.IsEmpty) yield return $"networks: {YamlText.List(key.Networks)}";
        if (key.ExpiresAt is { } end) yield return $"expires_at: {YamlText.Literal(end.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))}";
        if (key.SpendCap is { } cap) yield return $"spend_cap: {Cap(cap)}";
    }

    private static string Cap(SpendLimit cap) => $"{{amount: {DecimalText.Format(cap.Amount.Nanos, DecimalText.Nano, 2)}, window: {EnumWords.Of(cap.Window)}}}";

    // The facts of a price are its figures under their names in the file, nested ones with points between.
    private static string Price(ModelPrice price) => Figures([.. price.Facts("").Select(f => (f.Name, f.Value))]);

    private static string Figures(IReadOnlyList<(string Name, string Value)> figures)
    {
        var parts = figures
            .GroupBy(f => f.Name.Split('.', 2)[0])
            .Select(g => g.First().Name.Contains('.', StringComparison.Ordinal)
                ? $"{g.Key}: {Figures([.. g.Select(f => (f.Name.Split('.', 2)[1], f.Value))])}"
                : $"{YamlText.Key(g.Key)}: {g.First().Value}");
        return $"{{{string.Join(", ", parts)}}}";
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static void Line(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append('\n');

    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
