using System.Net;
using Gantry.Providers;
using Gantry.Tests.Relay.Outbound;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Providers;

[Collection(AloneCollection.Name)]
public sealed class MachineHttpTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("2606:4700::1111")]
    public async Task S_18_Public_address_is_no_service_of_the_machine(string address)
    {
        using var watch = new OutboundWatch();
        await using var canary = new Canary();
        await Assert.ThrowsAsync<HttpRequestException>(() => ConnectAsync(canary.Port, IPAddress.Parse(address)));
        Assert.Equal(0, watch.Dialled(canary.Port));
    }

    [Fact]
    public async Task S_18_Of_several_addresses_only_the_machines_own_is_dialled()
    {
        using var watch = new OutboundWatch();
        await using var canary = new Canary();
        await using (await ConnectAsync(canary.Port, IPAddress.Parse("8.8.8.8"), IPAddress.Loopback))
        {
            Assert.Equal(1, watch.Dialled(canary.Port));
        }
    }

    [Fact]
    public void S_16_Machines_way_knows_no_proxy_and_follows_nothing()
    {
        var handler = Assert.IsType<SocketsHttpHandler>(MachineHttp.Handler);
        Assert.False(handler.UseProxy || handler.UseCookies || handler.AllowAutoRedirect);
    }

    [Fact]
    public async Task S_16_Googles_library_follows_no_redirect()
    {
        using var redirecting = new Redirecting();
        using var client = new GoogleHttp(redirecting).CreateHttpClient(new Google.Apis.Http.CreateHttpClientArgs());
        using var response = await client.GetAsync(new Uri("https://oauth2.example.com/token"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Found, 1), (response.StatusCode, redirecting.Asked));
    }

    private static Task<Stream> ConnectAsync(int port, params IPAddress[] answers) =>
        MachineHttp.ConnectAsync(new DnsEndPoint("metadata.example", port), (_, _) => Task.FromResult(answers), TestContext.Current.CancellationToken).AsTask();

    private sealed class Redirecting : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            var response = new HttpResponseMessage(HttpStatusCode.Found) { RequestMessage = request };
            response.Headers.Location = new Uri("http://169.254.169.254/latest/");
            return Task.FromResult(response);
        }
    }
}
