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
        try
        {
            var traits = new TargetTraits { DeveloperRole = true, CompletionCap = true };
            var body = Write(asked, sample.Protocol, new TranslationTarget(target, model) { Rules = rules, Traits = traits }, losses);
            int lostThere = losses.Losses.Count;
            var there = ChatCodecs.For(target).ReadRequest(body, new ChatCall(model, asked.Stream));
            var again = Write(there, target, new TranslationTarget(sample.Protocol, sample.Model) { Traits = traits }, losses);
            var back = ChatCodecs.For(sample.Protocol).ReadRequest(again, new ChatCall(sample.Model, asked.Stream));
            return new RequestCase(sample, target, model) { Asked = asked, Body = body, Back = back, Losses = losses.Losses, LostThere = lostThere };
        }
        catch (ProtocolException refusal)
        {
            return new RequestCase(sample, target, model) { Asked = asked, Refusal = refusal.Message, Losses = losses.Losses };
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
