using System.Reflection;
using Gantry.Console.Language;
using Xunit;

namespace Gantry.Console.Tests.Language;

/// <summary>Every text of the interactive pages, in both languages.</summary>
public sealed class WordingTests
{
    public static TheoryData<Type> All() => [.. typeof(Wording).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Wording)))];

    [Theory]
    [MemberData(nameof(All))]
    public void Both_languages_have_every_text(Type type)
    {
        var english = (Wording)Activator.CreateInstance(type, Tongue.English)!;
        var chinese = (Wording)Activator.CreateInstance(type, Tongue.Chinese)!;
        var texts = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(member => member is PropertyInfo || member is MethodInfo { IsSpecialName: false }).ToList();
        Assert.NotEmpty(texts);
        foreach (var text in texts)
        {
            var (first, second) = (Read(english, text), Read(chinese, text));
            Assert.True(first.Length > 0 && !first.Any(IsChinese), $"{type.Name}.{text.Name} in English: {first}");
            Assert.True(second.Any(IsChinese), $"{type.Name}.{text.Name} in Chinese: {second}");
        }
    }

    private static string Read(Wording words, MemberInfo text) => text is PropertyInfo property
        ? (string)property.GetValue(words)!
        : (string)((MethodInfo)text).Invoke(words, [.. ((MethodInfo)text).GetParameters().Select(parameter => parameter.ParameterType == typeof(string) ? "x" : (object)1)])!;

    private static bool IsChinese(char letter) => letter is >= '\u4e00' and <= '\u9fff';
}
