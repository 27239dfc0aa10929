using Gantry.Audit;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <inheritdoc cref="IRefusedForms"/>
internal sealed class RefusedForms(SecurityEvents events) : IRefusedForms
{
    // The path is a stranger's text: of those that are longer only the begin is kept.
    private const int LongestPath = 64;

    public void Report(string path, string? address) =>
        events.Report(new SecurityEvent("form.refused", SecurityEvent.Nobody, address) { Target = $"page {(path.Length <= LongestPath ? path : path[..LongestPath])}" });
}
