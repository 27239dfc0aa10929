using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Gantry.Catalog;

namespace Gantry.Accounts.External;

/// <summary>Asks providers for JSON: by the guarded way out, briefly, and not for more than a bounded answer.</summary>
internal sealed class ExternalHttp(ExternalWay way, TimeProvider time)
{
    private const int Largest = 512 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Refuses an address that a provider has named itself, by the rule for those of the settings.</summary>
    /// <exception cref="ExternalException">It must not be called.</exception>
    public static Uri Judge(SignInProvider provider, string what, string? address) =>
        OutboundUrl.Refuse(what, address ?? "", provider.AllowPrivateNetwork, allowQuery: true) is { } reason ? throw new ExternalException(reason) : new Uri(address!);

    /// <param name="provider">Whom it belongs to.</param>
    /// <param name="address">Judged already.</param>
    /// <param name="token">The access token to present; null for none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ExternalException">No JSON came.</exception>
    public async Task<JsonElement> GetAsync(SignInProvider provider, Uri address, string? token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await SendAsync(provider, request, cancellation);
    }

    /// <summary>Sends a form; <paramref name="basic"/> is the client's name and secret where they go into a header.</summary>
    /// <exception cref="ExternalException">No JSON came.</exception>
    public async Task<JsonElement> PostAsync(SignInProvider provider, Uri address, IReadOnlyList<KeyValuePair<string, string>> form, string? basic, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        if (basic is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        return await SendAsync(provider, request, cancellation);
    }

    private async Task<JsonElement> SendAsync(SignInProvider provider, HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Headers.Accept.ParseAdd("application/json");
        // GitHub refuses who does not say what it is.
        request.Headers.UserAgent.ParseAdd("Gantry");
        using var patience = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        var host = request.RequestUri!.Host;
        try
        {
            using var invoker = new HttpMessageInvoker(way.Network(provider.AllowPrivateNetwork), disposeHandler: false);
            using var response = await invoker.SendAsync(request, end.Token);
            if (!response.IsSuccessStatusCode) throw new ExternalException($"{host} answered {(int)response.StatusCode}.");
            return await ReadAsync(response.Content, host, end.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ExternalException($"{host} gave no answer that can be read.", failure);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpContent content, string host, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new ArrayBufferWriter<byte>();
        while (await stream.ReadAsync(buffer.GetMemory(), cancellation) is var read and > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > Largest) throw new ExternalException($"{host} answered with more than {Largest} bytes.");
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? document.RootElement.Clone() : throw new ExternalException($"{host} answered with no JSON object.");
    }
}
