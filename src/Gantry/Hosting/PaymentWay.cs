using Gantry.Relay;

namespace Gantry.Hosting;

/// <summary>The way to the payment provider: public addresses through the guard, and loopback only where the address itself says so, which the configuration allows for tests.</summary>
internal sealed class PaymentWay(UpstreamPools pools) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _public = new(pools.Handler(allowPrivateNetwork: false), disposeHandler: false);
    private readonly HttpMessageInvoker _loopback = new(pools.Handler(allowPrivateNetwork: true), disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.RequestUri!.IsLoopback ? _loopback : _public).SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _public.Dispose();
            _loopback.Dispose();
        }

        base.Dispose(disposing);
    }
}
