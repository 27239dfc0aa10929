using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Hosting;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Limits;

/// <summary>What one network address may ask for, and over what.</summary>
public sealed class AddressTests
{
    [Fact]
    public async Task S_38_Who_guesses_keys_guesses_few()
    {
        await using var gateway = await LimitRig.StartAsync([LimitRig.Key("k", null)], "address_limits: {requests_per_minute: 6, exempt: []}");
        var statuses = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            using var response = await Call.Of("messages", "m").SendAsync(gateway, ("x-api-key", $"sk-guess-{i}-0123456789abcdef"));
            statuses.Add((int)response.StatusCode);
            if (i == 7)
            {
                var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
                Assert.Equal(("error", "rate_limit_error"), ((string)error["type"]!, (string)error["error"]!["type"]!));
                Assert.StartsWith("address_requests_per_minute; limit=6; used=6; resets_at=", Told.Header(response, "x-gantry-rate-limit"), StringComparison.Ordinal);
                Assert.NotNull(response.Headers.RetryAfter);
            }
        }

        Assert.Equal([401, 401, 401, 401, 401, 401, 429, 429], statuses);
        using var good = await gateway.SendAsync(HttpMethod.Get, "/v1/wallet", null, LimitRig.As("k"));
        Assert.Equal(HttpStatusCode.TooManyRequests, good.StatusCode);
    }

    [Fact]
    public async Task Own_machine_is_exempt_unless_others_are_named()
    {
        await using var gateway = await LimitRig.StartAsync([LimitRig.Key("k", null)], "address_limits: {requests_per_minute: 1, connections: 1}");
        using var other = await RawClient.ConnectAsync(gateway.Host.Address);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await LimitRig.AskAsync(gateway, "k")).Status);
        }
    }

    [Fact]
    public async Task S_37_Connection_too_many_of_one_address_is_closed_and_a_place_is_free_when_one_ends()
    {
        await using var gateway = await LimitRig.StartAsync([LimitRig.Key("k", null)], "address_limits: {connections: 3, exempt: [10.0.0.0/8]}");
        var limit = gateway.Host.Services.GetRequiredService<ConnectionLimit>();
        var open = new List<Socket>();
        for (var i = 0; i < 3; i++)
        {
            open.Add(await ConnectAsync(gateway));
            Assert.StartsWith("HTTP/1.1 ", await AskAsync(open[i]), StringComparison.Ordinal);
        }

        try
        {
            using var beyond = await ConnectAsync(gateway);
            Assert.Equal("", await AskAsync(beyond));
        }
        catch (SocketException)
        {
            // Reset before the connect had returned.
        }

        Assert.StartsWith("HTTP/1.1 ", await AskAsync(open[0]), StringComparison.Ordinal);
        open.ForEach(socket => socket.Dispose());
        Assert.NotNull(await Waiting.UntilAsync(() => limit.Count == 0, TimeSpan.FromSeconds(5)));
        using var again = await ConnectAsync(gateway);
        Assert.StartsWith("HTTP/1.1 ", await AskAsync(again), StringComparison.Ordinal);
    }

    private static async Task<Socket> ConnectAsync(TestGateway gateway)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway.Host.Address.Host, gateway.Host.Address.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            var buffer = new byte[4096];
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken));
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
