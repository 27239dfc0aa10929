using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

public sealed class TextPoolTests
{
    [Fact]
    public void A_text_that_comes_again_is_the_same_string()
    {
        var pool = new TextPool();
        string first = pool.Of(JsonText.From("call_0123456789"));
        Assert.Same(first, pool.Of(JsonText.From("call_0123456789")));
        Assert.Equal("call_0123456789", first);
    }

    [Fact]
    public void Escapes_are_decoded_and_never_taken_for_the_text_that_they_are_spelled_with()
    {
        var pool = new TextPool();
        Assert.Equal("a\"b", pool.Of(new JsonText("\"a\\\"b\""u8.ToArray())));
        Assert.Equal("\\u0041", pool.Of(new JsonText("\"\\\\u0041\""u8.ToArray())));
        Assert.Equal("A", pool.Of(new JsonText("\"\\u0041\""u8.ToArray())));
    }

    [Fact]
    public void More_texts_than_there_is_room_for_stay_what_they_are()
    {
        var pool = new TextPool();
        for (int round = 0; round < 2; round++)
        {
            for (int number = 0; number < 1_000; number++)
            {
                string text = number % 3 == 0 ? new string('x', number) : $"é{number}";
                Assert.Equal(text, pool.Of(JsonText.From(text)));
            }
        }
    }

    [Fact]
    public void No_text_is_the_empty_string() => Assert.Same("", new TextPool().Of(JsonText.Empty));
}
