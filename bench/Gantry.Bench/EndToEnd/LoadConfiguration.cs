namespace Gantry.Bench.EndToEnd;

/// <summary>The declarative file of the gateway under load.</summary>
internal static class LoadConfiguration
{
    public const string Key = "sk-load-run-key-0123456789abcdef";

    public static string Yaml(Uri simulator, Uri metronome)
    {
        var (upstream, names, free) = (LoadModels.Upstream, LoadModels.Public, LoadModels.Free);
        return $$"""
            upstreams:
              - name: sim
                provider: simulator
                base_url: {{simulator.OriginalString}}
                api_keys: ["upstream-key-of-the-load-run"]
                speaks: [chat, responses, messages, gemini]
                allow_private_network: true
              - name: metronome
                provider: simulator
                base_url: {{metronome.OriginalString.TrimEnd('/')}}
                api_keys: ["upstream-key-of-the-load-run"]
                speaks: [chat, responses, messages, gemini]
                allow_private_network: true
            models:
              - id: {{names.Whole}}
                price: {input: 1.00, output: 1.00}
              - id: {{names.Streamed}}
                price: {input: 1.00, output: 1.00}
              - id: {{names.Paced}}
                price: {input: 1.00, output: 1.00}
              - id: {{free.Whole}}
                price: {free: true}
              - id: {{free.Streamed}}
                price: {free: true}
            groups:
              - name: load
                deployments:
                  - {model: {{names.Whole}}, upstream: sim, upstream_model: {{upstream.Whole}}}
                  - {model: {{names.Streamed}}, upstream: sim, upstream_model: {{upstream.Streamed}}}
                  - {model: {{names.Paced}}, upstream: metronome, upstream_model: {{upstream.Paced}}}
                  - {model: {{free.Whole}}, upstream: sim, upstream_model: {{upstream.Whole}}}
                  - {model: {{free.Streamed}}, upstream: sim, upstream_model: {{upstream.Streamed}}}
            accounts:
              - email: load@example.com
                role: user
                credit: 1000.00
                keys:
                  - name: load
                    secret: "{{Key}}"
                    groups: [load]

            """;
    }
}
