using Gantry.Console.Keys;
using Gantry.Contracts.Connect;
using Xunit;

namespace Gantry.Console.Tests.Keys;

public sealed class ReadyLinesTests
{
    private const string Secret = "sk-ready-0123456789";
    private static readonly string[] Models = ["claude-sonnet-5", "claude-haiku-4-5", "gpt-5.5", "gemini-3-pro", "gpt-image-1"];

    public static TheoryData<string> Clients => [.. ReadyLines.Clients.Select(client => client.Id)];

    [Theory]
    [MemberData(nameof(Clients))]
    public void Every_client_has_lines_with_the_key_and_the_address_on_every_system(string client)
    {
        foreach (var system in Enum.GetValues<ClientSystem>())
        {
            var lines = ReadyLines.Of(client, "https://gateway.example/", Secret, Models, system);
            var all = string.Join('\n', lines.Select(line => line.Text + string.Join('\n', line.Fields.Select(field => field.Value))));
            Assert.Contains(Secret, all, StringComparison.Ordinal);
            Assert.Contains("https://gateway.example", all, StringComparison.Ordinal);
            Assert.DoesNotContain("https://gateway.example//", all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Client_that_nobody_knows_has_none() => Assert.Empty(ReadyLines.Of("nobody", "https://gateway.example", Secret, Models, ClientSystem.Linux));
}
