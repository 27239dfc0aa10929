using System.Text;
using Xunit;

namespace Gantry.Protocols.Tests.Translations;

/// <summary>Whole bodies of every direction, reviewed when they change.</summary>
public sealed class GoldenTests
{
    public static TheoryData<Protocol, Protocol> Requests()
    {
        var data = new TheoryData<Protocol, Protocol>();
        foreach (var client in GoldenDirections.Clients)
        {
            foreach (var upstream in GoldenDirections.Upstreams.Where(other => other != client)) data.Add(client, upstream);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void Request_with_everything_is_written_and_what_is_lost_is_told(Protocol client, Protocol upstream) => Golden.Matches(
        $"Translations/Golden/request-{GoldenDirections.Name(client)}-{GoldenDirections.Name(upstream)}.json",
        Encoding.UTF8.GetBytes(Way.Pretty(GoldenDirections.Request(client, upstream))));

    [Theory]
    [MemberData(nameof(Requests))]
    public void Answer_with_everything_is_told_and_what_is_lost_is_noted(Protocol client, Protocol upstream) => Golden.Matches(
        $"Translations/Golden/answer-{GoldenDirections.Name(upstream)}-{GoldenDirections.Name(client)}.json",
        Encoding.UTF8.GetBytes(Way.Pretty(GoldenDirections.Answer(upstream, client))));

    [Fact]
    public void Page_of_losses_says_what_the_directions_lose()
    {
        string path = Path.Combine(Golden.Root(), "docs", "protocols", "losses.md");
        string text = LossesPage.Text();
        if (Environment.GetEnvironmentVariable("GANTRY_ACCEPT") == "1") File.WriteAllText(path, text);
        Assert.True(File.ReadAllText(path) == text, "docs/protocols/losses.md is out of date: run this test with GANTRY_ACCEPT=1 and read what changed.");
    }
}
