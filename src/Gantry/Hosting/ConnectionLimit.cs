using System.Collections.Concurrent;
using System.Net;
using Gantry.Snapshot;
using Microsoft.AspNetCore.Connections;

namespace Gantry.Hosting;

/// <summary>So many connections at once from one network address; those beyond are closed unread (reliability S-37). Behind a proxy all come from it: exempt it.</summary>
internal sealed class ConnectionLimit(SnapshotHolder snapshots)
{
    private readonly ConcurrentDictionary<IPAddress, long> _open = new();

    /// <summary>Addresses that have connections open, and are counted.</summary>
    public int Count => _open.Count;

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var terms = snapshots.Current.Settings.Addresses;
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || terms.IsExempt(address))
        {
            await next(connection);
            return;
        }

        try
        {
            if (_open.AddOrUpdate(address, 1, static (_, open) => open + 1) > terms.Connections)
            {
                connection.Abort(new ConnectionAbortedException("Too many connections of one address."));
                return;
            }

            await next(connection);
        }
        finally
        {
            Close(address);
        }
    }

    private void Close(IPAddress address)
    {
        // Only the one that takes the last count away removes it: another may have come meanwhile.
        if (_open.AddOrUpdate(address, 0, static (_, open) => open - 1) == 0)
        {
            _open.TryRemove(KeyValuePair.Create(address, 0L));
        }
    }
}
