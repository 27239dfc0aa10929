using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Embeddings;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Embeddings;

public sealed class EmbeddingsTests
{
    private const string OneVector = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1.0,2.50e-1]}],"model":"x","usage":{"prompt_tokens":8,"total_tokens":8}}""";

    [Theory]
    [InlineData("""{"model":"m","input":"a\u00e9\\n"}""", "embedContent", """{"model":"models/g","content":{"parts":[{"text":"a\u00e9\\n"}]}}""")]
    [InlineData("""{"model":"m","input":["a"]}""", "batchEmbedContents", """{"requests":[{"model":"models/g","content":{"parts":[{"text":"a"}]}}]}""")]
    [InlineData("""{"input":["a","b"],"dimensions":3,"encoding_format":"base64"}""", "batchEmbedContents", """{"requests":[{"model":"models/g","content":{"parts":[{"text":"a"}]},"outputDimensionality":3},{"model":"models/g","content":{"parts":[{"text":"b"}]},"outputDimensionality":3}]}""")]
    public void Request_of_OpenAi_is_said_to_Gemini(string body, string verb, string expected)
    {
        var losses = new LossLog();
        Assert.True(OpenAiEmbeddings.TryReadRequest(Encoding.UTF8.GetBytes(body), losses, out var request, out _));
        Assert.Equal(verb, GeminiEmbeddings.Verb(request));
        Assert.Equal(expected, Text(output => GeminiEmbeddings.WriteRequest(request, "g", output)));
        Assert.True(losses.IsEmpty);
    }

    [Theory]
    [InlineData("""{"content":{"parts":[{"text":"a"}]}}""", """{"model":"o","input":"a"}""", "")]
    [InlineData("""{"content":{"parts":[{"text":"a"},{"text":"b"}]},"output_dimensionality":"8"}""", """{"model":"o","input":"a\nb","dimensions":8}""", "")]
    [InlineData("""{"requests":[{"model":"models/x","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY"},{"content":{"parts":[{"text":"b"}]},"title":"t"}]}""", """{"model":"o","input":["a","b"]}""", "param_dropped:taskType,param_dropped:title")]
    public void Request_of_Gemini_is_said_to_OpenAi(string body, string expected, string lost)
    {
        var losses = new LossLog();
        Assert.True(GeminiEmbeddings.TryReadRequest(Encoding.UTF8.GetBytes(body), losses, out var request, out _));
        Assert.Equal(expected, Text(output => OpenAiEmbeddings.WriteRequest(request, "o", output)));
        Assert.Equal(lost, losses.ToString());
    }

    [Theory]
    [InlineData("""{"input":[1,2]}""", "input")]
    [InlineData("""{"input":[[1],[2]]}""", "input")]
    [InlineData("""{"input":[]}""", "input")]
    [InlineData("""{"input":7}""", "input")]
    [InlineData("""{"input":["a",null]}""", "input")]
    [InlineData("{}", "input")]
    [InlineData("""{"input":"a","dimensions":0}""", "dimensions")]
    [InlineData("""{"input":"a","dimensions":1.5}""", "dimensions")]
    [InlineData("""{"input":"a","encoding_format":"hex"}""", "encoding_format")]
    [InlineData("[1]", null)]
    [InlineData("""{"input":"a"} x""", null)]
    public void What_Gemini_cannot_embed_is_refused(string body, string? param)
    {
        Assert.False(OpenAiEmbeddings.TryReadRequest(Encoding.UTF8.GetBytes(body), new LossLog(), out _, out var error));
        Assert.Equal((ErrorKind.InvalidRequest, ErrorOrigin.Client, param), (error.Kind, error.Origin, error.Param));
    }

    [Theory]
    [InlineData("""{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}}""", "content.parts")]
    [InlineData("""{"content":{"parts":[]}}""", "content.parts")]
    [InlineData("{}", "content.parts")]
    [InlineData("""{"requests":[]}""", "requests")]
    [InlineData("""{"requests":[1]}""", "requests[0].content.parts")]
    [InlineData("""{"requests":[{"content":{"parts":[{"text":"a"}]},"outputDimensionality":1},{"content":{"parts":[{"text":"a"}]}}]}""", "requests[1].outputDimensionality")]
    [InlineData("""{"content":{"parts":[{"text":"a"}]},"outputDimensionality":-1}""", "outputDimensionality")]
    public void What_OpenAi_cannot_embed_is_refused(string body, string param)
    {
        Assert.False(GeminiEmbeddings.TryReadRequest(Encoding.UTF8.GetBytes(body), new LossLog(), out _, out var error));
        Assert.Equal((ErrorKind.InvalidRequest, param), (error.Kind, error.Param));
    }

    [Fact]
    public void Losses_are_noted_and_put_nothing_strange_into_a_header()
    {
        var losses = new LossLog();
        Assert.True(OpenAiEmbeddings.TryReadRequest("""{"input":"a","user":"u","a\r\nb":1,"nothing":null}"""u8.ToArray(), losses, out _, out _));
        Assert.Equal("param_dropped:user,param_dropped:unknown", losses.ToString());
    }

    [Fact]
    [Trait("Case", "296")]
    public void Vector_is_base64_of_little_endian_floats_where_asked()
    {
        var answer = GeminiEmbeddings.ReadAnswer("""{"embedding":{"values":[0.5,-1.0,0.25]}}"""u8.ToArray(), 1)!;
        Assert.Equal(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAgL8AAIA+"}],"model":"m","usage":null}""",
            Text(output => OpenAiEmbeddings.WriteAnswer(answer, "m", true, output)));
        Assert.Equal(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1.0,0.25]}],"model":"m","usage":null}""",
            Text(output => OpenAiEmbeddings.WriteAnswer(answer, "m", false, output)));
    }

    [Fact]
    public void Base64_becomes_the_numbers_it_means()
    {
        var answer = OpenAiEmbeddings.ReadAnswer("""{"data":[{"index":0,"embedding":"AAAAPwAAgL8AAIA\u002b"}]}"""u8.ToArray(), 1)!;
        Assert.Equal("""{"embedding":{"values":[0.5,-1,0.25]}}""", Text(output => GeminiEmbeddings.WriteAnswer(answer, true, output)));
    }

    [Theory]
    [InlineData(true, """{"embedding":{"values":[0.5,-1.0,2.50e-1]},"usageMetadata":{"promptTokenCount":8,"totalTokenCount":8}}""")]
    [InlineData(false, """{"embeddings":[{"values":[0.5,-1.0,2.50e-1]}],"usageMetadata":{"promptTokenCount":8,"totalTokenCount":8}}""")]
    public void Answer_of_OpenAi_is_said_to_a_client_of_Gemini_digit_by_digit(bool single, string expected)
    {
        var answer = OpenAiEmbeddings.ReadAnswer(Encoding.UTF8.GetBytes(OneVector), 1)!;
        Assert.Equal(expected, Text(output => GeminiEmbeddings.WriteAnswer(answer, single, output)));
    }

    [Fact]
    public void Batch_of_Gemini_keeps_its_order_and_its_count()
    {
        var answer = GeminiEmbeddings.ReadAnswer("""{"embeddings":[{"values":[1]},{"values":[2]}],"usageMetadata":{"promptTokenCount":5}}"""u8.ToArray(), 2)!;
        Assert.Equal(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1]},{"object":"embedding","index":1,"embedding":[2]}],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}""",
            Text(output => OpenAiEmbeddings.WriteAnswer(answer, "m", false, output)));
    }

    [Fact]
    public void Vectors_stand_in_the_order_of_their_index()
    {
        var answer = OpenAiEmbeddings.ReadAnswer("""{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]}"""u8.ToArray(), 2)!;
        Assert.Equal(["[1]", "[2]"], answer.Vectors.Select(vector => vector.ToString()));
        Assert.Null(answer.Usage);
    }

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":3,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":-1,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":["a"]}]}""")]
    [InlineData("""{"data":[{"embedding":[1e999]}]}""")]
    [InlineData("""{"data":[{"embedding":"AAA="}]}""")]
    [InlineData("""{"data":[{"embedding":"AADAfw=="}]}""")]
    [InlineData("""{"data":[{"embedding":"%%%%"}]}""")]
    [InlineData("""{"data":[1]}""")]
    [InlineData("[]")]
    public void Answer_that_is_not_one_finite_vector_for_each_text_is_none(string body) => Assert.Null(OpenAiEmbeddings.ReadAnswer(Encoding.UTF8.GetBytes(body), 1));

    [Theory]
    [InlineData("""{"embeddings":[]}""")]
    [InlineData("""{"embedding":{}}""")]
    [InlineData("""{"embedding":{"values":"AAAA"}}""")]
    [InlineData("""{"embedding":{"values":[null]}}""")]
    public void Answer_of_Gemini_without_a_vector_is_none(string body) => Assert.Null(GeminiEmbeddings.ReadAnswer(Encoding.UTF8.GetBytes(body), 1));

    [Fact]
    public void Every_finite_float_survives_both_spellings() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<int>().Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite).ListOf().ToArbitrary(), floats =>
        {
            var bytes = new byte[floats.Count * 4];
            for (int i = 0; i < floats.Count; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), floats[i]);
            string base64 = Convert.ToBase64String(bytes);
            var read = OpenAiEmbeddings.ReadAnswer(Encoding.UTF8.GetBytes($$$"""{"data":[{"embedding":"{{{base64}}}"}]}"""), 1)!;
            string numbers = Text(output => GeminiEmbeddings.WriteAnswer(read, true, output));
            var again = GeminiEmbeddings.ReadAnswer(Encoding.UTF8.GetBytes(numbers), 1)!;
            using var json = JsonDocument.Parse(Text(output => OpenAiEmbeddings.WriteAnswer(again, "m", true, output)));
            return json.RootElement.GetProperty("data")[0].GetProperty("embedding").GetString() == base64;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static string Text(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
