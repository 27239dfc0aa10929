using System.Globalization;
using System.Text;

namespace Gantry.Bench.Growth;

/// <summary>How large an installation is.</summary>
/// <param name="Keys">API keys, ten of an account.</param>
/// <param name="Models">Models.</param>
/// <param name="Deployments">Of the model that is asked for, each at an upstream of its own.</param>
/// <param name="Rows">Usage records in the store.</param>
internal sealed record GrowthSize(int Keys, int Models, int Deployments, int Rows)
{
    /// <summary>The model that is asked for.</summary>
    public const string Model = "model-0000";

    public static GrowthSize Least { get; } = new(10, 10, 1, 0);

    /// <summary>Some keys, from all over the catalogue.</summary>
    public IEnumerable<string> SomeKeys(int count) => Enumerable.Range(0, Math.Min(count, Keys)).Select(at => Secret((int)((long)at * Keys / Math.Min(count, Keys))));

    /// <summary>The declarative file of such an installation.</summary>
    public string Yaml(Uri upstream)
    {
        var text = new StringBuilder("upstreams:\n");
        for (var at = 0; at < Deployments; at++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{name: up-{at:d4}, provider: simulator, base_url: \"{upstream.OriginalString.TrimEnd('/')}\", api_keys: [upstream-key-{at:d4}], speaks: [chat], allow_private_network: true}}\n");
        text.Append("models:\n");
        for (var at = 0; at < Models; at++) text.Append(CultureInfo.InvariantCulture, $"  - {{id: model-{at:d4}, price: {{input: 1.00, output: 1.00}}}}\n");
        text.Append("groups:\n  - name: all\n    deployments:\n");
        for (var at = 0; at < Deployments; at++) text.Append(CultureInfo.InvariantCulture, $"      - {{model: model-0000, upstream: up-{at:d4}, upstream_model: m}}\n");
        for (var at = 1; at < Models; at++) text.Append(CultureInfo.InvariantCulture, $"      - {{model: model-{at:d4}, upstream: up-0000, upstream_model: m-{at:d4}}}\n");
        text.Append("accounts:\n");
        for (var at = 0; at < Keys; at += 10)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - email: a{at:d6}@example.com\n    role: user\n    credit: 1000.00\n    keys:\n");
            for (var key = at; key < Math.Min(at + 10, Keys); key++) text.Append(CultureInfo.InvariantCulture, $"      - {{name: k{key:d6}, secret: {Secret(key)}, groups: [all]}}\n");
        }

        return text.ToString();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Keys:N0} | {Models:N0} | {Deployments:N0} | {Rows:N0}");

    static string Secret(int key) => string.Create(CultureInfo.InvariantCulture, $"sk-growth-key-{key:d8}-0123456789abcdef");
}
