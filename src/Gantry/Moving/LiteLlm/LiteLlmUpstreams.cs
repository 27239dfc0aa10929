
namespace Gantry.Moving.LiteLlm;

/// <summary>The upstreams that the deployments of a configuration name: one for each address with each credential.</summary>
internal sealed class LiteLlmUpstreams(Move move)
{
    private static readonly string[] BedrockForms = ["converse/", "converse_like/", "invoke/"];

    private readonly NameBook _names = new();
    private readonly Dictionary<string, MovedUpstream> _made = new(StringComparer.Ordinal);

    /// <summary>The upstream for a deployment, made where none is like it.</summary>
    /// <param name="vendor">The provider's name there.</param>
    /// <param name="provider">What it is here.</param>
    /// <param name="parameters"><c>litellm_params</c>.</param>
    /// <param name="credential">The values of <c>litellm_credential_name</c>; null for none.</param>
    /// <param name="model">The model at it; leaves without what only LiteLLM reads.</param>
    /// <param name="refusal">Why there is none.</param>
    public MovedUpstream? Find(string vendor, LiteLlmProvider provider, ForeignMap parameters, ForeignMap? credential, ref string model, out string? refusal)
    {
        string? Of(string key) => parameters.Text(key) ?? credential?.Text(key);
        refusal = provider.Provider is null ? vendor.Length == 0 ? "its model names no provider" : $"Gantry has no provider for {vendor}" : null;
        if (refusal is not null) return null;
        var kind = provider.Provider!;
        var options = new List<(string, string)>();
        var keys = new List<string>();
        if (kind == "bedrock") refusal = Bedrock(Of, options, keys, ref model);
        else if (kind == "vertex") refusal = Vertex(Of, options, keys);
        else if (Of("api_key") is { } key) keys.Add(Reference(key, $"{vendor}_API_KEY"));
        else if (provider.KeyVariable is { } variable) keys.Add(move.Secrets.Refer(variable));
        if (refusal is not null) return null;
        var address = (Of("api_base") ?? Of("base_url")) is { Length: > 0 } given ? given : provider.Base;
        if (kind == "azure")
        {
            address ??= "os.environ/AZURE_API_BASE";
            if (Of("api_version") is { Length: > 0 } version) options.Add(("api_version", Reference(version, null)));
        }

        var isPrivate = false;
        if (address is not null && ForeignMap.VariableOf(address) is { } name)
        {
            if (move.Secrets.Find(name) is { } known && (refusal = UpstreamAddress.Read(known, out _, out isPrivate)) is not null) return null;
            address = move.Secrets.Refer(name, isAddress: true);
            if (kind == "openai") kind = "openai-compatible";
        }
        else if (address is not null)
        {
            refusal = UpstreamAddress.Read(address, out address, out isPrivate);
            if (refusal is not null) return null;
            var isOwn = new Uri(address).Host == "api.openai.com";
            if (kind == "openai" && !isOwn) kind = "openai-compatible";
            if (kind == "openai" && isOwn) address = null;
        }
        else if (kind is "openai-compatible" or "vllm")
        {
            refusal = "it has no api_base";
            return null;
        }

        return Make(vendor, kind, address, keys, isPrivate, options);
    }

    private MovedUpstream Make(string vendor, string kind, string? address, List<string> keys, bool isPrivate, List<(string, string)> options)
    {
        var like = string.Join('\n', keys.Concat(options.Select(o => $"{o.Item1}={o.Item2}")).Prepend(address ?? "").Prepend(kind));
        if (_made.TryGetValue(like, out var upstream)) return upstream;
        upstream = new MovedUpstream
        {
            Name = _names.Give(vendor, kind),
            Provider = kind,
            BaseUrl = address,
            ApiKeys = [.. keys],
            AllowPrivateNetwork = isPrivate,
            Options = [.. options],
        };
        _made[like] = upstream;
        move.Upstreams.Add(upstream);
        return upstream;
    }

    private string? Bedrock(Func<string, string?> of, List<(string, string)> options, List<string> keys, ref string model)
    {
        foreach (var form in BedrockForms)
        {
            if (model.StartsWith(form, StringComparison.Ordinal)) model = model[form.Length..];
        }

        var region = of("aws_region_name");
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && model[..slash].Count(c => c == '-') >= 2 && char.IsAsciiDigit(model[slash - 1])) (region, model) = (region ?? model[..slash], model[(slash + 1)..]);
        if (of("aws_role_name") is not null) return "it takes on a role of AWS, which Gantry does through a profile only";
        options.Add(("region", region is null ? move.Secrets.Refer("AWS_REGION") : Reference(region, null)));
        if (of("aws_profile_name") is { } profile) options.Add(("profile", Reference(profile, null)));
        if (of("api_key") is { } bearer) keys.Add(Reference(bearer, "BEDROCK_API_KEY"));
        else if (of("aws_access_key_id") is { } id && of("aws_secret_access_key") is { } secret)
        {
            var session = of("aws_session_token");
            keys.Add(Joined(session is null ? [id, secret] : [id, secret, session]));
        }

        return null;
    }

    // ACCESS:SECRET in one value, of which any part may be a variable.
    private string Joined(string[] parts) => parts.Any(p => ForeignMap.VariableOf(p) is not null)
        ? string.Join(':', parts.Select((p, i) => Reference(p, $"AWS_KEY_{i}")))
        : move.Secrets.Keep("AWS_KEY", string.Join(':', parts));

    private string? Vertex(Func<string, string?> of, List<(string, string)> options, List<string> keys)
    {
        options.Add(("location", of("vertex_location") is { } location ? Reference(location, null) : "us-central1"));
        if (of("vertex_project") is { } project) options.Add(("project", Reference(project, null)));
        if (of("vertex_credentials") is not { } credentials) return null;
        if (ForeignMap.VariableOf(credentials) is null && !credentials.TrimStart().StartsWith('{')) return "its vertex_credentials are a file: put the document itself into a variable";
        keys.Add(Reference(credentials, "VERTEX_SERVICE_ACCOUNT"));
        return null;
    }

    // A secret goes into the book; what is none stays as it stands.
    private string Reference(string text, string? secret) =>
        ForeignMap.VariableOf(text) is { } name ? move.Secrets.Refer(name)
        : secret is null ? YamlText.Escape(text)
        : move.Secrets.Keep(secret, text);
}
