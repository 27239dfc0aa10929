namespace Gantry.Providers;

/// <summary>The way to those who give tokens: Microsoft Entra by the upstream's own way out, the machine's own service directly.</summary>
internal sealed class EntraTransport(HttpMessageHandler outbound) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _outbound = new(outbound, disposeHandler: false);
    private readonly HttpMessageInvoker _machine = new(MachineHttp.Handler, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (IsOfMachine(request.RequestUri!) ? _machine : _outbound).SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _outbound.Dispose();
            _machine.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Without encryption nobody else is asked.</summary>
    private static bool IsOfMachine(Uri address) => address.Scheme == Uri.UriSchemeHttp;
}
