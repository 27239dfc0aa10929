using System.Net;
using System.Net.Sockets;
using Gantry.Cli;
using Gantry.Tests.Relay;
using Xunit;

namespace Gantry.Tests.Cli;

public sealed class ReadyCommandTests
{
    [Fact]
    public async Task Server_that_takes_requests_is_ready_and_one_that_is_gone_is_not()
    {
        Uri address;
        await using (var gateway = await TestGateway.StartAsync("m"))
        {
            address = gateway.Host.Address;
            Assert.Equal((ExitCodes.Done, "ready\n"), await RunAsync("ready", address.AbsoluteUri));
            Assert.Equal((ExitCodes.Done, "{\"ready\":true,\"detail\":\"ready\"}\n"), await RunAsync("ready", address.AbsoluteUri, "--json"));
            var (code, output) = await RunAsync("ready", new Uri(address, "/no-such-base").AbsoluteUri);
            Assert.Equal((ExitCodes.CheckFailed, $"not ready: {address}no-such-base/readyz answers 404\n"), (code, output));
        }

        var (gone, said) = await RunAsync("ready", address.AbsoluteUri);
        Assert.Equal(ExitCodes.CheckFailed, gone);
        Assert.StartsWith("not ready: ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_says_nothing_is_not_ready_when_patience_is_over()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var (code, output) = await RunAsync("ready", $"http://{mute.LocalEndpoint}", "--timeout", "1");
        Assert.Equal((ExitCodes.CheckFailed, "not ready: no answer within 1 s\n"), (code, output));
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("here")]
    public async Task What_is_no_address_is_wrong_usage(string address) => Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("ready", address)).Code);

    private static async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await GantryCommand.RunAsync(args, output, output, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
