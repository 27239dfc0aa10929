using Gantry.Protocols.Fitting;
using Gantry.Protocols.Media;
using Gantry.Protocols.Models;
using Gantry.Protocols.Tests.Media;
using Xunit;
using static Gantry.Protocols.Tests.Fitting.Conversation.ConversationWire;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

public sealed class MediaPassTests
{
    private static readonly string Png = Convert.ToBase64String(Pictures.Png(3, 2));

    [Theory]
    [InlineData("data:image/jpg;base64,/9j/AA==", "image/jpeg", "/9j/AA==")]
    [InlineData("data:image/png;charset=x;base64,/9j/AA==", "image/jpeg", "/9j/AA==")]
    [InlineData("data:;base64,/9j_AA", "image/jpeg", "/9j/AA==")]
    [InlineData("DATA:image/png;base64,iV\\nBO", "image/png", "iVBO")]
    public void A_data_address_is_bytes_of_the_type_that_they_prove(string url, string type, string data) => Becomes(
        Protocol.Chat,
        $$$"""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"{{{url}}}"}}]}]""",
        Target(Protocol.Messages),
        $$$"""[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"{{{type}}}","data":"{{{data}}}"}}]}]""");

    [Theory]
    [InlineData("data:image/heic;base64,AAAA")]
    [InlineData("data:image/svg+xml;base64,PHN2Zz4=")]
    [InlineData("data:image/png;base64,@@@@")]
    [InlineData("data:;base64,AAAA")]
    public void A_picture_that_Messages_cannot_take_is_refused_by_its_path(string url)
    {
        var fault = Refused(
            Protocol.Chat,
            $$$"""[{"role":"system","content":"s"},{"role":"user","content":"x"},{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"{{{url}}}"}}]}]""",
            Target(Protocol.Messages));

        Assert.Equal("messages[2].content[1]", fault.Path);
    }

    [Fact]
    public void An_address_stays_one_where_the_target_fetches_it()
    {
        string turns = """[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/a.png?b=1"}}]}]""";

        Becomes(Protocol.Chat, turns, Target(Protocol.Messages), """[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x.example/a.png?b=1"}}]}]""");
        Becomes(Protocol.Chat, turns, Target(Protocol.Gemini), """[{"role":"user","parts":[{"fileData":{"mimeType":"image/png","fileUri":"https://x.example/a.png?b=1"}}]}]""");
        Becomes(Protocol.Chat, turns, Target(Protocol.Responses), """[{"type":"message","role":"user","content":[{"type":"input_image","image_url":"https://x.example/a.png?b=1"}]}]""");
        var fault = Refused(Protocol.Chat, turns, Target(Protocol.Converse));
        Assert.Equal("messages[0].content[0]", fault.Path);
        Assert.Contains("base64", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_type_of_an_address_has_no_place_in_Messages() => Becomes(
        Protocol.Gemini,
        """[{"role":"user","parts":[{"fileData":{"mimeType":"image/png","fileUri":"https://x.example/a"}}]}]""",
        Target(Protocol.Messages),
        """[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x.example/a"}}]}]""");

    [Fact]
    [Trait("Case", "218")]
    public void A_model_that_sees_nothing_is_sent_no_picture()
    {
        var blind = new ModelRules { Input = MediaKinds.None };
        string turns = $$$"""[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Png}}}"}}]}]""";

        var fault = Refused(Protocol.Messages, turns, Target(Protocol.Chat, blind));

        Assert.Equal("messages[0].content[0]", fault.Path);
        Assert.Contains("images", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_has_no_place_in_Messages()
    {
        var fault = Refused(
            Protocol.Responses,
            """[{"role":"developer","content":"d"},{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}}]}]""",
            Target(Protocol.Messages));

        Assert.Equal("input[1].content[1]", fault.Path);
        Assert.Contains("Messages", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "236")]
    public void A_sound_of_Responses_is_one_of_Chat() => Becomes(
        Protocol.Responses,
        """[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}}]}]""",
        Target(Protocol.Chat),
        """[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}}]}]""");

    [Theory]
    [Trait("Case", "237")]
    [InlineData("high", "high")]
    [InlineData("original", "high")]
    public void How_closely_to_look_is_kept(string detail, string expected) => Becomes(
        Protocol.Responses,
        $$"""[{"role":"user","content":[{"type":"input_image","image_url":"https://x.example/a.png","detail":"{{detail}}"}]}]""",
        Target(Protocol.Chat),
        $$$"""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/a.png","detail":"{{{expected}}}"}}]}]""");

    [Fact]
    [Trait("Case", "238")]
    public void A_film_goes_to_Gemini()
    {
        Becomes(
            Protocol.Chat,
            """[{"role":"user","content":[{"type":"video_url","video_url":{"url":"https://x.example/a.mp4"}},{"type":"video_url","video_url":{"url":"data:video/mp4;base64,AAAA"}}]}]""",
            Target(Protocol.Gemini),
            """[{"role":"user","parts":[{"fileData":{"mimeType":"video/mp4","fileUri":"https://x.example/a.mp4"}},{"inlineData":{"mimeType":"video/mp4","data":"AAAA"}}]}]""");
        Refused(Protocol.Chat, """[{"role":"user","content":[{"type":"video_url","video_url":{"url":"https://x.example/a.mp4"}}]}]""", Target(Protocol.Messages));
    }

    [Fact]
    [Trait("Case", "235")]
    public void A_PDF_stays_a_document_with_a_name()
    {
        string turns = """[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}}]}]""";

        Becomes(
            Protocol.Messages,
            turns,
            Target(Protocol.Responses),
            """[{"type":"message","role":"user","content":[{"type":"input_file","filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}]}]""");
        Becomes(
            Protocol.Messages,
            turns,
            Target(Protocol.Chat),
            """[{"role":"user","content":[{"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}}]}]""");
        Becomes(Protocol.Messages, turns, Target(Protocol.Gemini), """[{"role":"user","parts":[{"inlineData":{"mimeType":"application/pdf","data":"JVBE"}}]}]""");
        Assert.Contains("not supported", Refused(Protocol.Messages, turns, Target(Protocol.Chat, traits: new TargetTraits { Documents = false })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PDF_that_came_as_a_picture_is_a_document() => Becomes(
        Protocol.Chat,
        """[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:application/pdf;base64,JVBERi0xLjc="}}]}]""",
        Target(Protocol.Messages),
        """[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0xLjc="}}]}]""");

    [Fact]
    public void A_document_of_text_is_text_where_there_is_no_better_place()
    {
        string turns = """[{"role":"user","parts":[{"inlineData":{"mimeType":"text/csv","data":"YSxiCg=="}}]}]""";

        Becomes(Protocol.Gemini, turns, Target(Protocol.Chat), """[{"role":"user","content":"a,b\n"}]""");
        Becomes(Protocol.Gemini, turns, Target(Protocol.Messages), """[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"a,b\n"}}]}]""");
        Becomes(
            Protocol.Messages,
            """[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"a"}}]}]""",
            Target(Protocol.Gemini),
            """[{"role":"user","parts":[{"text":"a"}]}]""");
    }

    [Theory]
    [InlineData(Protocol.Chat, """[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]""", "messages[0].content[0]")]
    [InlineData(Protocol.Responses, """[{"role":"user","content":[{"type":"input_image","file_id":"file-1"}]}]""", "input[0].content[0]")]
    [InlineData(Protocol.Gemini, """[{"role":"user","parts":[{"text":"a"},{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/x","mimeType":"image/png"}}]}]""", "contents[0].parts[1]")]
    public void A_files_id_goes_to_nobody_but_its_provider(Protocol source, string turns, string path) =>
        Assert.Equal(path, Refused(source, turns, Target(Protocol.Messages)).Path);
}
