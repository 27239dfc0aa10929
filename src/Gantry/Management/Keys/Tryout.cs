using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;

namespace Gantry.Management.Keys;

/// <inheritdoc cref="ITryout"/>
/// <remarks>Revokes as the one who opened it, also where the session has ended meanwhile: it only takes away what that session made.</remarks>
internal sealed partial class Tryout(IMyKeys keys, IActor who, KeyIssued issued, ILogger<Tryout> log) : ITryout
{
    private int _returned;

    public KeyIssued Issued => issued;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _returned, 1) != 0) return;
        try
        {
            await keys.RevokeAsync(who, issued.Key.Id, null, CancellationToken.None);
        }
        catch (Exception failure)
        {
            // Its account may be gone by now, or the server is on its way down. The key ends by itself, and its cap is small.
            NotRevoked(issued.Key.Id, failure.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Key {Key} of a page was not revoked ({Why}); it expires by itself")]
    private partial void NotRevoked(Guid key, string why);
}
