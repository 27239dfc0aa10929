using System.Globalization;
using System.Text.Json;
using Gantry.Protocols;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Reads cases through the official SDKs of NuGet, as <see cref="NodeMatrix"/> does through those of npm. Google has none there.</summary>
internal static class NugetMatrix
{
    /// <summary>What each SDK made of its case, in the order of the cases.</summary>
    public static async Task<IReadOnlyList<SdkReading>> ReadAsync(IReadOnlyList<(Protocol Client, bool Stream, ServedAnswer Served)> cases)
    {
        await using var server = await CaseServer.StartAsync([], [.. cases.Select(served => served.Served)]);
        var readings = new List<SdkReading>();
        for (int number = 0; number < cases.Count; number++)
        {
            var root = new Uri(string.Create(CultureInfo.InvariantCulture, $"{server.BaseUrl}/{number}"));
            readings.Add(new SdkReading(await ReadAsync(cases[number].Client, cases[number].Stream, root)));
        }

        return readings;
    }

    private static async Task<JsonElement> ReadAsync(Protocol client, bool stream, Uri root)
    {
        try
        {
            var seen = client switch
            {
                Protocol.Chat => await NugetReaders.ChatAsync(root, stream),
                Protocol.Responses => await NugetReaders.ResponsesAsync(root, stream),
                _ => await NugetReaders.MessagesAsync(root, stream),
            };
            return JsonSerializer.SerializeToElement(seen);
        }
        catch (Exception raised) when (raised is not (OutOfMemoryException or OperationCanceledException))
        {
            return JsonSerializer.SerializeToElement(new { error = new { @class = raised.GetType().Name, message = raised.Message } });
        }
    }
}
