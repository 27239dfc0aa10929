using System.Runtime.CompilerServices;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Takes the credentials of an upstream in turn.</summary>
internal sealed class CredentialTurn
{
    private readonly ConditionalWeakTable<Upstream, StrongBox<int>> _turns = [];

    /// <returns>Null where the upstream has no credential and takes none.</returns>
    public UpstreamCredential? Next(Upstream upstream)
    {
        var credentials = upstream.Credentials;
        if (credentials.Length <= 1)
        {
            return credentials.IsEmpty ? null : credentials[0];
        }

        var turn = Interlocked.Increment(ref _turns.GetOrCreateValue(upstream).Value);
        return credentials[(int)((uint)turn % (uint)credentials.Length)];
    }
}
