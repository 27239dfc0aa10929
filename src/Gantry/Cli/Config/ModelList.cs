using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Gantry.Cli.Config;

/// <summary>Asks a gateway which models a key may use.</summary>
internal static class ModelList
{
    private const int MostBytes = 8 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Ids, in the gateway's order; at least one.</summary>
    /// <exception cref="ConfigRefusedException">There are none to be had.</exception>
    public static async Task<IReadOnlyList<string>> AskAsync(Uri server, string key, CancellationToken cancellation)
    {
        var address = server.AbsoluteUri.TrimEnd('/') + "/v1/models";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using var http = CommandHttp.Create(server);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            http.MaxResponseContentBufferSize = MostBytes;
            using var answer = await http.SendAsync(request, limit.Token);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw Refused($"{address} refuses the key ({(int)answer.StatusCode}). Look at it in the console under Keys, or make one with gantry key create; then give it with --key or ${KeySource.Variable}.");
            if (answer.StatusCode != HttpStatusCode.OK) throw Refused($"{address} answers {(int)answer.StatusCode}. Is that the address of a gateway? Give it with --server, or name the model with --model.");
            return Read(await answer.Content.ReadAsByteArrayAsync(limit.Token), address);
        }
        catch (HttpRequestException failure)
        {
            throw Refused($"{address} cannot be asked for its models: {failure.Message}. Start the gateway, give its address with --server, or name the model with --model.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Refused($"{address} did not answer within {Patience.TotalSeconds} seconds. Give another address with --server, or name the model with --model.");
        }
    }

    private static List<string> Read(byte[] body, string address)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var ids = json.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()).OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToList();
            return ids.Count > 0 ? [.. ids.Where(id => !IsDated(id, ids))] : throw Refused($"{address} lists no model for this key. Give the key a group with models in it, or name one with --model.");
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Refused($"{address} answers with something that is no list of models. Is that the address of a gateway? Give it with --server.");
        }
    }

    /// <summary>The name of another with a date behind it: one model under two names, of which the plain one lasts.</summary>
    private static bool IsDated(string id, List<string> ids) =>
        id.Length > 9 && id[^9] == '-' && id.AsSpan()[^8..].IndexOfAnyExceptInRange('0', '9') < 0 && ids.Contains(id[..^9], StringComparer.Ordinal);

    private static ConfigRefusedException Refused(string message) => new(ExitCodes.CheckFailed, message);
}
