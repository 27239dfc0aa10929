using System.Net;
using System.Net.Sockets;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Outbound;

/// <summary>That a call would be seen: without this, tests that count none prove nothing.</summary>
[Collection(AloneCollection.Name)]
public sealed class CanaryTests
{
    [Fact]
    public async Task Call_and_look_up_are_seen()
    {
        using var watch = new OutboundWatch();
        await using var canary = new Canary();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync("127.0.0.1", canary.Port, TestContext.Current.CancellationToken);
            Assert.Equal(0, await socket.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        }

        using (var refused = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await refused.ConnectAsync(new IPEndPoint(IPAddress.Parse("::ffff:127.0.0.1"), canary.Port), TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, watch.Dialled(canary.Port));
        Assert.InRange(canary.Calls, 1, 2);
        await Assert.ThrowsAnyAsync<SocketException>(() => Dns.GetHostAddressesAsync("canary-look-up.invalid", TestContext.Current.CancellationToken));
        Assert.NotEmpty(watch.LookedUp("canary-look-up"));
    }
}
