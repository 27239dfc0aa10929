using Gantry.Protocols;
using Gantry.Simulator.Dialects;
using Microsoft.AspNetCore.Http;

namespace Gantry.Simulator;

/// <summary>Looks for a key where the vendor looks for it.</summary>
internal static class KeyCheck
{
    private const string Bearer = "Bearer ";

    /// <returns><see langword="null"/> when the request may pass.</returns>
    public static RefusalKind? Refuses(SimulatorOptions options, Protocol protocol, HttpRequest request, byte[] body)
    {
        if (options.AwsKey is { } aws && request.Path.StartsWithSegments("/model") && request.Headers.Authorization.ToString().StartsWith("AWS4-", StringComparison.Ordinal))
        {
            return SignatureCheck.Holds(aws, request, body, options.Time.GetUtcNow()) ? null : RefusalKind.BadKey;
        }

        if (!options.RequireKey && options.RequiredKey is null) return null;
        var keys = Presented(protocol, request).Where(key => key.Length > 0).ToList();
        if (keys.Count == 0) return RefusalKind.MissingKey;
        return options.RequiredKey is { } required && !keys.Contains(required) ? RefusalKind.BadKey : null;
    }

    private static IEnumerable<string> Presented(Protocol protocol, HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) yield return authorization[Bearer.Length..].Trim();
        switch (protocol)
        {
            case Protocol.Messages when request.Path.StartsWithSegments("/model"):
                yield return Between(authorization, "Credential=", '/');
                break;
            case Protocol.Messages:
                yield return request.Headers["x-api-key"].ToString();
                break;
            case Protocol.Gemini:
                yield return request.Headers["x-goog-api-key"].ToString();
                yield return request.Query["key"].ToString();
                break;
            case Protocol.Converse:
                // Where no secret is known, the access key id stands for the key.
                yield return Between(authorization, "Credential=", '/');
                break;
            default:
                yield return request.Headers["api-key"].ToString();
                break;
        }
    }

    private static string Between(string text, string start, char end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        if (from < 0) return "";
        from += start.Length;
        var to = text.IndexOf(end, from);
        return to < 0 ? text[from..] : text[from..to];
    }
}
