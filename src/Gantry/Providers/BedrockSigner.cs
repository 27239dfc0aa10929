using System.Globalization;
using Gantry.Providers.Aws;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Signs for Amazon Bedrock: with its own API keys as bearers, with a key of AWS, or with what the machine is allowed.</summary>
internal sealed class BedrockSigner(TimeProvider time) : IRequestSigner
{
    private readonly AwsCredentialChain _chain = new();

    public async ValueTask SignAsync(HttpRequestMessage request, UpstreamCall call, UpstreamCredential? credential, CancellationToken cancellation)
    {
        if (credential is not null && !credential.Secret.Contains(':', StringComparison.Ordinal))
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {credential.Secret}");
            return;
        }

        var key = credential is null ? await _chain.GetAsync(call.Upstream.Options["profile"], cancellation)
            : AwsKey.Parse(credential.Secret) ?? throw new SigningException("A key of AWS in api_keys is ACCESS_KEY_ID:SECRET or ACCESS_KEY_ID:SECRET:SESSION_TOKEN.");
        var now = time.GetUtcNow();
        request.Headers.TryAddWithoutValidation("x-amz-date", now.UtcDateTime.ToString(SignatureV4.DateFormat, CultureInfo.InvariantCulture));
        if (key.SessionToken is { } token)
        {
            request.Headers.TryAddWithoutValidation("x-amz-security-token", token);
        }

        var hash = await PayloadHash.OfAsync(request.Content, cancellation);
        var signature = new SignatureV4(Region(call.Upstream), "bedrock");
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorization(key, now, request.Method.Method, request.RequestUri!, Signed(request), hash));
    }

    /// <summary>Host and time, what the service reads, and the form of the body; a proxy may change anything else on the way.</summary>
    private static List<KeyValuePair<string, string>> Signed(HttpRequestMessage request)
    {
        List<KeyValuePair<string, string>> signed = [new("host", request.Headers.Host ?? request.RequestUri!.Authority)];
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            {
                signed.Add(new(name, string.Join(',', values)));
            }
        }

        if (request.Content?.Headers.NonValidated.TryGetValues("Content-Type", out var type) == true)
        {
            signed.Add(new("content-type", type.ToString()));
        }

        return signed;
    }

    /// <summary>The configured one, else the label behind <c>bedrock-runtime</c>, where every address of AWS's own has it.</summary>
    private static string Region(Upstream upstream)
    {
        if (upstream.Options["region"] is { } region)
        {
            return region;
        }

        var labels = (upstream.Host ?? upstream.BaseUrl.Host).Split('.');
        var at = Array.FindIndex(labels, label => label.StartsWith("bedrock-runtime", StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < labels.Length ? labels[at + 1] : throw new SigningException($"The upstream {upstream.Name} needs the option region: its address does not tell.");
    }
}
