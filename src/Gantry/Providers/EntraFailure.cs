using System.Text.RegularExpressions;
using Azure.Identity;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>What an administrator reads where Microsoft Entra gave no token. Made of codes, never of the library's own sentences: those quote what was sent.</summary>
internal static partial class EntraFailure
{
    /// <param name="upstream">For whom.</param>
    /// <param name="hasSecret">A client secret was used, and not what the machine has.</param>
    /// <param name="failure">The library's.</param>
    public static string Tell(Upstream upstream, bool hasSecret, Exception failure)
    {
        var code = Code().Match(failure.ToString()) is { Success: true } match ? match.Value : null;
        var what = (failure, code) switch
        {
            (OperationCanceledException, _) => "Microsoft Entra did not answer in time",
            (_, "AADSTS7000215") => "Microsoft Entra does not know the client secret (AADSTS7000215)",
            (_, "AADSTS7000222") => "the client secret has expired (AADSTS7000222)",
            (_, "AADSTS700016") => "there is no application client_id in the tenant (AADSTS700016)",
            (_, "AADSTS90002" or "AADSTS900023") => $"there is no tenant tenant_id ({code})",
            (_, "AADSTS500011" or "AADSTS70011") => $"the token_scope is unknown ({code})",
            (_, { } other) => $"Microsoft Entra refused ({other})",
            (CredentialUnavailableException, _) => "this machine has no identity for Azure",
            _ => $"Microsoft Entra gave no token ({failure.GetType().Name})",
        };
        var advice = hasSecret
            ? $"Check options.tenant_id and options.client_id, and renew the api_keys entry {AzureSigner.SecretPrefix}…"
            : $"Give an api_keys entry (a key, or {AzureSigner.SecretPrefix}SECRET with options.tenant_id and options.client_id), a managed or workload identity, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET";
        return $"Upstream {upstream.Name}: {what}. {advice}.";
    }

    [GeneratedRegex("AADSTS[0-9]{4,9}", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
