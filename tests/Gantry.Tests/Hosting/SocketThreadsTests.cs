using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gantry.Hosting;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Hosting;

[Collection(AloneCollection.Name)]
public sealed class SocketThreadsTests
{
    // The 41st field of proc_pid_stat(5), counted from the one behind the name.
    private const int Policy = 38;

    [Fact]
    public async Task Thread_of_the_sockets_waits_for_whoever_works_once_it_is_told_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/proc/self/stat"), "Another system, which schedules otherwise.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepted = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var server = await accepted;

        var told = SocketThreads.GiveWay();

        try
        {
            Assert.NotEmpty(SocketThreads.Ids());
            Assert.All(SocketThreads.Ids(), thread => Assert.Equal("3", PolicyOf(thread)));
            Assert.Equal(SocketThreads.Ids().Count(), told);
            Assert.Equal(0, SocketThreads.GiveWay());
            await client.GetStream().WriteAsync("x"u8.ToArray(), TestContext.Current.CancellationToken);
            Assert.Equal(1, await server.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        }
        finally
        {
            foreach (var thread in SocketThreads.Ids()) Usual(thread);
        }
    }

    private static string PolicyOf(int thread)
    {
        var line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{thread}/stat"));
        return line[(line.LastIndexOf(')') + 2)..].Split(' ')[Policy];
    }

    // The other tests of this process are to run as they would without this one.
    private static void Usual(int thread)
    {
        using var process = System.Diagnostics.Process.Start("chrt", ["--other", "-p", "0", thread.ToString(CultureInfo.InvariantCulture)]);
        process.WaitForExit();
    }
}
