using System.Net.Http.Headers;
using System.Text;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Recorded;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>Exchanges that were recorded at Vertex: the real requests are sent where they were sent then, the real answers come back unchanged.</summary>
public sealed class VertexRecordedTests
{
    [Fact]
    public async Task Recorded_answers_reach_the_client_byte_for_byte_and_requests_the_recorded_address()
    {
        var recordings = RecordedExchange.All().Where(recording => recording.Id.StartsWith("gemini-vertex", StringComparison.Ordinal)).ToList();
        Assert.True(recordings.Count >= 15, $"only {recordings.Count} recordings were found");
        await using var rig = await VertexRig.StartAsync(models: [.. recordings.Select(recording => recording.Model)]);
        // A model at its limit is not asked again for a while: limits come last, one for each model.
        var limited = recordings.Where(recording => recording.Status == 429).DistinctBy(recording => recording.Model);
        foreach (var recording in recordings.Where(recording => recording.Status != 429).Concat(limited))
        {
            rig.Simulator.Scripts.Replace(new Script
            {
                Replay = new ReplayScript
                {
                    Status = recording.Status,
                    Headers = [new("content-type", recording.ContentType)],
                    Body = recording.ResponseBody,
                    ChunkSizes = recording.Stream ? [1, 7, 300, 2, 4096] : [],
                },
            });
            var content = new ByteArrayContent(recording.RequestBody!);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await rig.Gateway.SendAsync(HttpMethod.Post, recording.Path, content);
            var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            if (recording.Status is 401 or 403)
            {
                Assert.Equal(503, (int)response.StatusCode);
                continue;
            }

            Assert.True(recording.Status == (int)response.StatusCode, $"{recording.Id}: {(int)response.StatusCode} {Encoding.UTF8.GetString(body)}");
            Assert.True(recording.ResponseBody.AsSpan().SequenceEqual(body), $"{recording.Id}: {body.Length} bytes differ from the recorded {recording.ResponseBody.Length}");
            Assert.Equal(
                "/v1beta1/projects/vertex-project/locations/europe-west4/publishers/google" + Uri.UnescapeDataString(recording.Path["/v1beta".Length..]),
                Uri.UnescapeDataString(rig.Asked[^1].Target));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{recordings.Count} recordings, all identical");
    }
}
