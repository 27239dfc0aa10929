using System.Buffers;
using System.Text;
using Gantry.Protocols.Limits;
using Xunit;

namespace Gantry.Protocols.Tests.Limits;

public sealed class TokenCountAnswerTests
{
    [Theory]
    [Trait("Case", "301")]
    [InlineData(Protocol.Messages, """{"input_tokens":14}""")]
    [InlineData(Protocol.Gemini, """{"totalTokens":14}""")]
    [InlineData(Protocol.Converse, """{"inputTokens":14}""")]
    [InlineData(Protocol.Responses, """{"object":"response.input_tokens","input_tokens":14}""")]
    public void Count_is_written_and_read_in_each_protocols_form(Protocol protocol, string body)
    {
        var output = new ArrayBufferWriter<byte>();
        TokenCountAnswer.Write(protocol, 14, output);
        Assert.Equal(body, Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(14, TokenCountAnswer.Read(protocol, output.WrittenSpan));
    }

    [Theory]
    [InlineData(Protocol.Gemini, """{"totalTokens":31,"cachedContentTokenCount":2,"promptTokensDetails":[{"modality":"TEXT","tokenCount":31}]}""", 31)]
    [InlineData(Protocol.Gemini, """{"promptTokensDetails":[{"totalTokens":5}],"totalTokens":31}""", 31)]
    [InlineData(Protocol.Chat, """{"count":3,"max_model_len":9,"tokens":[1,2,3]}""", 3)]
    [InlineData(Protocol.Messages, """{"input_tokens":-1}""", null)]
    [InlineData(Protocol.Messages, """{"input_tokens":"7"}""", null)]
    [InlineData(Protocol.Messages, """{"error":1}""", null)]
    [InlineData(Protocol.Messages, "[", null)]
    public void Count_is_read_past_everything_else(Protocol protocol, string body, int? count) =>
        Assert.Equal(count, (int?)TokenCountAnswer.Read(protocol, Encoding.UTF8.GetBytes(body)));
}
