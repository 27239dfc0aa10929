using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tests.Parity;
using Xunit;

namespace Gantry.Protocols.Tests.Hub;

public sealed class ExtraLossesTests
{
    [Theory]
    [InlineData(Protocol.Chat, "messages[0]")]
    [InlineData(Protocol.Gemini, "contents[0]")]
    public void What_other_protocols_say_beside_parts_turns_and_tools_is_noted_when_it_goes(Protocol target, string path)
    {
        ExtraMember Extra(string name) => new(Protocol.Messages, name, new JsonSlice("1"u8.ToArray()));
        var request = new ChatRequest("m")
        {
            Turns = [new Turn(Role.User, [new TextPart(JsonText.From("x")) { Extras = [Extra("of_part"), Extra("cache_control")] }]) { Extras = [Extra("of_turn")] }],
            Tools = [new Tool("t") { Extras = [Extra("of_tool")] }],
        };
        var losses = new LossLog();
        using (var json = new Utf8JsonWriter(new ArrayBufferWriter<byte>())) Seam.Codec(target).WriteRequest(request, json, losses);

        Assert.Equal([("param_dropped:of_turn", path), ("param_dropped:of_part", path), ("param_dropped:of_tool", "tools[0]")], losses.Losses.Select(loss => (loss.Token, loss.Path)));
    }
}
