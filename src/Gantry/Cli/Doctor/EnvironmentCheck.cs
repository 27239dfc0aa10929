using Gantry.Cli.Doctor.Clients;
using Gantry.Cli.Doctor.Findings;

namespace Gantry.Cli.Doctor;

/// <summary>Variables that send clients to the wrong place or with the wrong key. Reads only; shows no value that may be a key.</summary>
internal static class EnvironmentCheck
{
    private static readonly string[] KeyVariables =
        ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "GANTRY_KEY"];

    public static IEnumerable<Finding> Find(Examination subject)
    {
        var findings = Keys(subject).Concat(Addresses(subject)).Concat(Proxies(subject)).ToList();
        return findings.Count > 0 ? findings : [Finding.Fine("No variable contradicts another.", "environment")];
    }

    private static IEnumerable<Finding> Keys(Examination subject)
    {
        var (key, token) = (subject.Variable("ANTHROPIC_API_KEY"), subject.Variable("ANTHROPIC_AUTH_TOKEN"));
        if (key is not null && token is not null && key != token)
        {
            yield return Finding.Problem(
                "Claude Code sends both keys, and they differ.", "ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN",
                "Unset ANTHROPIC_API_KEY and keep the gateway's key in ANTHROPIC_AUTH_TOKEN.");
        }
        foreach (var name in KeyVariables)
        {
            if (subject.Variable(name) is not { } value) continue;
            if (value != value.Trim() || value.Any(char.IsControl))
                yield return Finding.Problem("The key has blanks or line breaks around it.", name, "Set it again without them.");
            else if (value[0] is '"' or '\'')
                yield return Finding.Problem("The key begins with a quotation mark.", name,
                    "Set it again without quotation marks in the value.");
        }
    }

    private static IEnumerable<Finding> Addresses(Examination subject)
    {
        foreach (var name in (string[])["ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL"])
        {
            if (subject.Variable(name) is { } value && EndsWithVersion(value))
                yield return Finding.Problem("The address ends with a version, and the client adds its own.", name,
                    $"Set it to {Shown(WithoutVersion(value))}");
        }
        foreach (var name in (string[])["OPENAI_BASE_URL", "OPENAI_API_BASE"])
        {
            if (subject.Variable(name) is { } value && !EndsWithVersion(value))
                yield return Finding.Problem("The address does not end with /v1, and OpenAI's clients do not add it.", name,
                    $"Set it to {Shown(value.TrimEnd('/'))}/v1");
        }
    }

    private static IEnumerable<Finding> Proxies(Examination subject)
    {
        var proxies = ProxyLook.Taking(subject.Variable, subject.Target);
        if (proxies.Count == 0) yield break;
        yield return Finding.Problem(
            $"Clients on this machine will ask the proxy for {subject.Target.Host.Trim('[', ']')}, which cannot reach it.", string.Join(", ", proxies),
            "Set NO_PROXY=" + ProxyLook.Loopback);
    }

    private static bool EndsWithVersion(string address) =>
        address.TrimEnd('/') is var path
        && (path.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/v1beta", StringComparison.OrdinalIgnoreCase));

    private static string WithoutVersion(string address) => address.TrimEnd('/') is var path ? path[..path.LastIndexOf('/')] : address;

    /// <summary>The address without credentials or query.</summary>
    private static string Shown(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var parsed)
            ? parsed.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/')
            : "a full address such as http://127.0.0.1:3456";
}
