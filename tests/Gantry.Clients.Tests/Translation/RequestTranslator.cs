using System.Buffers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Translates real requests to other protocols, as the translate lane does, and back.</summary>
internal static class RequestTranslator
{
    /// <param name="sample">The request.</param>
    /// <param name="target">The protocol to write.</param>
    /// <param name="model">The model to ask there.</param>
    /// <param name="rules">What is known of it.</param>
    public static RequestCase Translate(SampleRequest sample, Protocol target, string model, ModelRules rules)
    {
        var losses = new LossLog();
        var asked = ChatCodecs.For(sample.Protocol).ReadRequest(sample.Body, new ChatCall(sample.Model, null));
        var traits = new TargetTraits { DeveloperRole = true, CompletionCap = true };
        var there = new RequestCase(sample, target, model) { Asked = asked, Losses = losses.Losses };
        try
        {
            var body = Write(asked, sample.Protocol, new TranslationTarget(target, model) { Rules = rules, Traits = traits }, losses);
            there = there with { Body = body, LostThere = losses.Losses.Count };
            var read = ChatCodecs.For(target).ReadRequest(body, new ChatCall(model, asked.Stream));
            var again = Write(read, target, new TranslationTarget(sample.Protocol, sample.Model) { Traits = traits }, losses);
            return there with { Back = ChatCodecs.For(sample.Protocol).ReadRequest(again, new ChatCall(sample.Model, asked.Stream)) };
        }
        catch (ProtocolException refusal)
        {
            return there with { Refusal = there.Body is null ? refusal.Message : $"on the way back: {refusal.Message}" };
        }
    }

    private static byte[] Write(ChatRequest request, Protocol source, TranslationTarget target, LossLog losses)
    {
        var fitted = Gantry.Protocols.Translation.Begin(request, new TranslationSource(source), target, losses).Request;
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) ChatCodecs.For(target.Protocol).WriteRequest(fitted, json, losses);
        return output.WrittenSpan.ToArray();
    }
}
