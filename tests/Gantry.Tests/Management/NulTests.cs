using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>PostgreSQL keeps no U+0000 in a text. What people write with one is refused on both engines, with words that say so (decision 0040).</summary>
public sealed class NulTests
{
    private const string Said = "the character U+0000";

    [Fact]
    public async Task Character_that_no_text_may_have_is_refused_wherever_people_write_it()
    {
        await using var gateway = await ManageGateway.StartAsync();
        foreach (var (method, path, body) in ((string, string, string)[])
            [
                ("POST", "accounts", """{"email":"a\u0000@example.com"}"""),
                ("POST", "groups", """{"name":"a\u0000b"}"""),
                ("POST", "me/keys", """{"name":"a\u0000b","groups":["all"]}"""),
            ])
        {
            var refused = await gateway.ExpectAsync(400, method, path, ManageGateway.Owner, body);
            Assert.Contains(Said, Text(refused), StringComparison.Ordinal);
        }

        var query = await gateway.ExpectAsync(400, "GET", "audit?target=a%00b", ManageGateway.Owner);
        Assert.Contains(Said, Text(query), StringComparison.Ordinal);
        // A backslash and the word for it are no such character.
        await gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"a\\u0000b","groups":["all"]}""");
    }

    private static string Text(JsonElement problem) => problem.GetProperty("errors").ToString().Replace("\\u002B", "+", StringComparison.Ordinal);
}
