using System.Net.Sockets;
using System.Text;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Limits;

/// <summary>Streams of HTTP/2 that are opened and reset by the thousand.</summary>
[Collection(AloneCollection.Name)]
public sealed class ResetFloodTests
{
    [Fact]
    public async Task S_38_Nobody_speaks_http_2_in_clear_and_so_nobody_can_be_flooded_with_its_resets()
    {
        await using var gateway = await LimitRig.StartAsync([LimitRig.Key("k", null)]);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway.Host.Address.Host, gateway.Host.Address.Port, TestContext.Current.CancellationToken);

        // The preface, empty settings, then streams that are opened and reset at once.
        var flood = new MemoryStream();
        flood.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        flood.Write([0, 0, 0, 4, 0, 0, 0, 0, 0]);
        for (var stream = 1; stream < 20_000; stream += 2)
        {
            byte[] id = [0, (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream];
            flood.Write([0, 0, 3, 1, 5, .. id, 0x82, 0x86, 0x84, 0, 0, 4, 3, 0, .. id, 0, 0, 0, 8]);
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var answer = new MemoryStream();
        try
        {
            await socket.SendAsync(flood.ToArray(), TestContext.Current.CancellationToken);
            var buffer = new byte[4096];
            int read;
            while ((read = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken)) > 0)
            {
                answer.Write(buffer, 0, read);
            }
        }
        catch (SocketException)
        {
            // Closed with the flood unread.
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TestRun.Limit(1));
        // A server of HTTP/2 begins with a frame of settings.
        Assert.False(answer.Length >= 9 && answer.ToArray()[3] == 4, Encoding.ASCII.GetString(answer.ToArray()));
        Assert.DoesNotContain("200 OK", Encoding.ASCII.GetString(answer.ToArray()), StringComparison.Ordinal);
        Assert.Equal(0, gateway.Running);
    }
}
