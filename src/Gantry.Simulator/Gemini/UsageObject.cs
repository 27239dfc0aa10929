using System.Globalization;
using System.Text;
using Usage = Gantry.Protocols.Hub.Usage;

namespace Gantry.Simulator.Gemini;

/// <summary>Google's convention: cached tokens are part of the prompt, thoughts are no part of the candidates; zeros are left out.</summary>
internal static class UsageObject
{
    public static string Write(Usage usage)
    {
        var candidates = usage.TotalOutput - usage.Reasoning;
        var text = usage.TotalInput - usage.ImageInput - usage.AudioInput;
        var builder = new StringBuilder();
        builder.Append(CultureInfo.InvariantCulture, $"{{\"promptTokenCount\":{usage.TotalInput}");
        if (candidates > 0) builder.Append(CultureInfo.InvariantCulture, $",\"candidatesTokenCount\":{candidates}");
        builder.Append(CultureInfo.InvariantCulture, $",\"totalTokenCount\":{usage.TotalInput + usage.TotalOutput}");
        if (usage.CacheRead > 0) builder.Append(CultureInfo.InvariantCulture, $",\"cachedContentTokenCount\":{usage.CacheRead}");
        builder.Append(",\"promptTokensDetails\":[").Append(Modalities(text, usage.ImageInput, usage.AudioInput)).Append(']');
        if (usage.ImageOutput + usage.AudioOutput > 0)
        {
            builder.Append(",\"candidatesTokensDetails\":[").Append(Modalities(usage.Output - usage.Reasoning, usage.ImageOutput, usage.AudioOutput)).Append(']');
        }
        if (usage.Reasoning > 0) builder.Append(CultureInfo.InvariantCulture, $",\"thoughtsTokenCount\":{usage.Reasoning}");
        return builder.Append('}').ToString();
    }

    private static string Modalities(long text, long image, long audio) => string.Join(',',
        ((string Name, long Count)[])[("TEXT", text), ("IMAGE", image), ("AUDIO", audio)] is var all
            ? all.Where(modality => modality.Count > 0).Select(modality => $"{{\"modality\":\"{modality.Name}\",\"tokenCount\":{modality.Count}}}")
            : []);
}
