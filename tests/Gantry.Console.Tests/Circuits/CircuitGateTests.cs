using Gantry.Console.Circuits;
using Gantry.Console.Tests.Rig;
using Xunit;

namespace Gantry.Console.Tests.Circuits;

/// <summary>Who gets to the circuits.</summary>
public sealed class CircuitGateTests
{
    private const string Password = "a long password 1";

    [Fact]
    public async Task S_21_Only_own_pages_with_a_session_open_sockets()
    {
        await using var server = await ConsoleHost.StartAsync(accounts => accounts.Add("user@example.com", Password, "user"));
        using var client = new PlainClient(server.Address);
        var own = ("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        var negotiate = "/_blazor/negotiate?negotiateVersion=1";

        Assert.Equal(401, await StatusAsync(HttpMethod.Post, negotiate, own));
        Assert.Equal(401, await StatusAsync(HttpMethod.Get, "/_blazor/initializers"));
        await client.SignInAsync("user@example.com", Password);
        Assert.Equal(200, await StatusAsync(HttpMethod.Post, negotiate, own));
        Assert.Equal(403, await StatusAsync(HttpMethod.Post, negotiate));
        Assert.Equal(403, await StatusAsync(HttpMethod.Post, negotiate, ("Origin", "null")));
        Assert.Equal(403, await StatusAsync(HttpMethod.Post, negotiate, ("Origin", "https://evil.example")));
        Assert.Equal(403, await StatusAsync(HttpMethod.Post, negotiate, ("Origin", "http://localhost.evil.example")));
        Assert.Equal(403, await StatusAsync(HttpMethod.Post, negotiate, own, ("Sec-Fetch-Site", "same-site")));
        Assert.Equal(403, await StatusAsync(HttpMethod.Get, "/_blazor?id=x", ("Origin", "https://evil.example"), ("Connection", "Upgrade"), ("Upgrade", "websocket")));
        Assert.Equal(403, await StatusAsync(HttpMethod.Get, "/_blazor?id=x", ("Connection", "Upgrade"), ("Upgrade", "websocket")));
        // Transports that are no sockets.
        Assert.Equal(404, await StatusAsync(HttpMethod.Get, "/_blazor?id=x", own));
        Assert.Equal(404, await StatusAsync(HttpMethod.Post, "/_blazor?id=x", own));

        async Task<int> StatusAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
        {
            using var answer = await client.SendAsync(method, path, null, headers);
            Assert.True(answer.Headers.Contains("Content-Security-Policy"), path);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public void Session_has_so_many_seats_and_gets_them_back()
    {
        var seats = new CircuitSeats();
        var (one, other) = (new Guid(1, 0, 0, new byte[8]), new Guid(2, 0, 0, new byte[8]));
        for (var i = 0; i < CircuitSeats.MostPerSession; i++) Assert.True(seats.TryTake(one));
        Assert.False(seats.TryTake(one));
        Assert.False(seats.TryTake(one));
        Assert.True(seats.TryTake(other));
        seats.Leave(one);
        Assert.True(seats.TryTake(one));
        Assert.False(seats.TryTake(one));
    }
}
