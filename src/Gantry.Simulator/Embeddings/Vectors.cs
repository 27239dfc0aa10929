namespace Gantry.Simulator.Embeddings;

/// <summary>Vectors that depend on the text alone, of length one.</summary>
internal static class Vectors
{
    public static float[] Of(string text, int dimensions)
    {
        var vector = new float[dimensions];
        var state = 2166136261u;
        foreach (var character in text) state = (state ^ character) * 16777619u;
        for (var index = 0; index < dimensions; index++)
        {
            state = (state * 1664525u) + 1013904223u;
            vector[index] = (state / (float)uint.MaxValue) - 0.5f;
        }
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        for (var index = 0; index < dimensions; index++) vector[index] /= length;
        return vector;
    }

    public static string Json(float[] vector) => "[" + string.Join(',', vector.Select(value => value.ToString("R"))) + "]";

    /// <summary>Little-endian floats in base64, which OpenAI's SDKs ask for.</summary>
    public static string Base64(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var index = 0; index < vector.Length; index++) BitConverter.TryWriteBytes(bytes.AsSpan(index * sizeof(float)), vector[index]);
        return Convert.ToBase64String(bytes);
    }
}
