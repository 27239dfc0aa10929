using System.Text;
using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class OneShotTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embeddings_as_floats_and_as_base64_are_the_same()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var floats = await upstream.PostJsonAsync("/v1/embeddings", """{"model":"e","input":["a","b"],"dimensions":4}""");
        var base64 = await upstream.PostJsonAsync("/v1/embeddings", """{"model":"e","input":["a","b"],"dimensions":4,"encoding_format":"base64"}""");
        var bytes = base64.GetProperty("data")[1].GetProperty("embedding").GetBytesFromBase64();
        var expected = floats.GetProperty("data")[1].GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle());
        Assert.Equal(expected, Enumerable.Range(0, 4).Select(index => BitConverter.ToSingle(bytes, index * 4)));
        Assert.Equal(2, floats.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Picture_is_a_png_with_image_tokens()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var answer = await upstream.PostJsonAsync("/v1/images/generations", """{"model":"gpt-image-1","prompt":"a cat","n":2}""");
        Assert.Equal(2, answer.GetProperty("data").GetArrayLength());
        Assert.Equal([0x89, .. "PNG"u8], answer.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64()[..4]);
        Assert.Equal(544, answer.GetProperty("usage").GetProperty("output_tokens_details").GetProperty("image_tokens").GetInt32());
    }

    [Fact]
    public async Task Streamed_picture_comes_in_parts_and_then_completed()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var events = Ask.Events(await upstream.PostAsync("/v1/images/generations", """{"model":"gpt-image-1","prompt":"a cat","stream":true,"partial_images":2}"""));
        Assert.Equal(["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"], events.Select(e => e.GetProperty("type").GetString()));
        Assert.True(events[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32() > 0);
    }

    [Fact]
    public async Task Edited_picture_takes_a_form_and_counts_its_picture()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("gpt-image-1"), "model" }, { new StringContent("green"), "prompt" }, { new ByteArrayContent([1, 2]), "image", "a.png" } };
        using var response = await upstream.SendAsync(HttpMethod.Post, "/v1/images/edits", form, Cancellation);
        var usage = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("usage");
        Assert.Equal(194, usage.GetProperty("input_tokens_details").GetProperty("image_tokens").GetInt32());
        Assert.Equal("gpt-image-1", upstream.Server.Record.Exchanges[0].Model);
    }

    [Theory]
    [InlineData("json", "{\"text\":")]
    [InlineData("text", "This is")]
    [InlineData("vtt", "WEBVTT")]
    public async Task Transcript_comes_in_the_wanted_form(string format, string start)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("gpt-4o-transcribe"), "model" }, { new StringContent(format), "response_format" }, { new ByteArrayContent(new byte[100]), "file", "a.wav" } };
        using var response = await upstream.SendAsync(HttpMethod.Post, "/v1/audio/transcriptions", form, Cancellation);
        Assert.StartsWith(start, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streamed_transcript_ends_with_done_and_usage()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("gpt-4o-transcribe"), "model" }, { new StringContent("true"), "stream" }, { new ByteArrayContent(new byte[100]), "file", "a.wav" } };
        using var response = await upstream.SendAsync(HttpMethod.Post, "/v1/audio/transcriptions", form, Cancellation);
        var events = Ask.Events(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("transcript.text.done", events[^1].GetProperty("type").GetString());
        Assert.Equal(10, events[^1].GetProperty("usage").GetProperty("input_token_details").GetProperty("audio_tokens").GetInt32());
    }

    [Fact]
    public async Task Speech_is_a_wav_file_of_the_length_it_declares()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var file = await upstream.PostBytesAsync("/v1/audio/speech", """{"model":"tts-1","voice":"alloy","input":"hello"}""");
        Assert.Equal("RIFF", Encoding.ASCII.GetString(file, 0, 4));
        Assert.Equal(file.Length - 8, BitConverter.ToInt32(file, 4));
    }

    [Fact]
    public async Task Moderation_flags_only_the_marked_text()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var results = (await upstream.PostJsonAsync("/v1/moderations", """{"input":["fine","[[harm]]"]}""")).GetProperty("results");
        Assert.Equal([false, true], results.EnumerateArray().Select(result => result.GetProperty("flagged").GetBoolean()));
    }

    [Fact]
    public async Task Rerank_puts_the_document_with_the_words_first()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var answer = await upstream.PostJsonAsync("/v1/rerank", """{"model":"r","query":"red fox","documents":["a blue whale","the red fox"],"top_n":1}""");
        Assert.Equal(1, Assert.Single(answer.GetProperty("results").EnumerateArray()).GetProperty("index").GetInt32());
    }

    [Theory]
    [InlineData("/v1/models", "x-none", "", "\"object\": \"list\"")]
    [InlineData("/v1/models", "anthropic-version", "2023-06-01", "\"has_more\":false")]
    [InlineData("/v1/models", "x-goog-api-key", "k", "\"name\":\"models/gemini-3.8-flash\"")]
    [InlineData("/v1beta/models", "x-none", "", "\"supportedGenerationMethods\"")]
    [InlineData("/v1/models/gpt-5.5", "x-none", "", "\"id\":\"gpt-5.5\"")]
    public async Task Models_are_listed_in_the_callers_shape(string path, string header, string value, string shape)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync(HttpMethod.Get, path, null, Cancellation, ("anthropic-version", ""), (header, value));
        Assert.Contains(shape, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
