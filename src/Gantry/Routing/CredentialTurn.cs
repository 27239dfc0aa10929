using System.Runtime.CompilerServices;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>Takes the credentials of an upstream in turn.</summary>
internal sealed class CredentialTurn
{
    private readonly ConditionalWeakTable<Upstream, StrongBox<int>> _turns = [];

    /// <summary>All of an upstream's credentials, beginning with the one whose turn it is; one null where it has none and takes none.</summary>
    public IEnumerable<UpstreamCredential?> Next(Upstream upstream)
    {
        var credentials = upstream.Credentials;
        if (credentials.IsEmpty)
        {
            yield return null;
            yield break;
        }

        var first = credentials.Length == 1 ? 0 : (uint)Interlocked.Increment(ref _turns.GetOrCreateValue(upstream).Value);
        for (var next = 0u; next < credentials.Length; next++)
        {
            yield return credentials[(int)((first + next) % (uint)credentials.Length)];
        }
    }
}
