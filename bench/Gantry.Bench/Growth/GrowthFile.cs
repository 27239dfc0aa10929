namespace Gantry.Bench.Growth;

/// <summary>The declarative file of a gateway with three models: two of a simulator, and one whose events come at a pace.</summary>
internal static class GrowthFile
{
    public const string Key = "sk-growth-run-key-0123456789abcdef";

    // Other names than the upstream's: the body has to be edited.
    public const string Whole = "growth-whole";
    public const string Streamed = "growth-streamed";
    public const string Paced = "growth-paced";

    /// <param name="simulator">Answers whole, or with events as fast as they go.</param>
    /// <param name="paced">Takes its time.</param>
    public static string Yaml(Uri simulator, Uri paced) =>
        $$$"""
        upstreams:
          - name: sim
            provider: simulator
            base_url: {{{simulator.OriginalString}}}
            api_keys: ["upstream-key-of-the-growth-run"]
            speaks: [chat, responses, messages, gemini]
            allow_private_network: true
          - name: paced
            provider: simulator
            base_url: {{{paced.OriginalString.TrimEnd('/')}}}
            api_keys: ["upstream-key-of-the-growth-run"]
            speaks: [chat, responses, messages, gemini]
            allow_private_network: true
        models:
          - {id: {{{Whole}}}, price: {input: 1.00, output: 1.00}}
          - {id: {{{Streamed}}}, price: {input: 1.00, output: 1.00}}
          - {id: {{{Paced}}}, price: {input: 1.00, output: 1.00}}
        groups:
          - name: growth
            deployments:
              - {model: {{{Whole}}}, upstream: sim, upstream_model: sim-text-n40-b16-usage-in25-out40}
              - {model: {{{Streamed}}}, upstream: sim, upstream_model: sim-text-n200-b16-usage-in25-out200}
              - {model: {{{Paced}}}, upstream: paced, upstream_model: metronome}
        accounts:
          - email: growth@example.com
            role: user
            credit: 1000.00
            keys:
              - {name: growth, secret: {{{Key}}}, groups: [growth]}

        """;
}
