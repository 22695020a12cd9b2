using Trust.Contracts.Codes;

namespace Trust.Identity.Persons;

/// <summary>A person of the invented province 云川省.</summary>
/// <param name="Name">Invented name.</param>
/// <param name="Level">Verification level.</param>
/// <param name="Role">Part in the demonstration, Chinese and English.</param>
/// <param name="IdNumber">Identity number of a division 99xxxx.</param>
/// <param name="Mobile">Invented; only the sandbox ever takes messages to it.</param>
/// <param name="Ethnicity">Ethnicity.</param>
internal sealed record DemoPerson(string Name, int Level, string Role, CitizenIdNumber IdNumber, MobileNumber Mobile, EthnicityCode Ethnicity);

/// <summary>Demo people, present in Development only and marked as demo in their rows.</summary>
internal static class DemoPeople
{
    /// <summary>Legal representative of the demo company.</summary>
    public const string RepresentativeName = "沈知远";

    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        Person("林清和", "市民 citizen", "99010219900307002X", "19900000001", "01"),
        Person("沈知远", "企业法定代表人 legal representative", "990103197809120353", "19900000002", "01"),
        Person("周明慧", "发证人员 licence official", "990101198506210468", "19900000003", "01"),
        Person("许立诚", "印章制作员 seal maker", "990202198204150174", "19900000004", "14"),
        Person("何静怡", "印章审核员 seal reviewer", "990102198801300243", "19900000005", "01"),
        Person("吴晓岚", "窗口人员 window clerk", "99010319930816068X", "19900000006", "07"),
        Person("郑云舟", "窗口人员 window clerk", "990301199507040312", "19900000007", "27"),
        Person("孙博文", "系统管理员 system administrator", "990101198011220533", "19900000008", "01"),
        Person("冯安然", "安全管理员 security administrator", "990201198705190426", "19900000009", "03"),
        Person("陈思齐", "审计管理员 audit administrator", "99040219910228015X", "19900000010", "01"),
        Person("韩亦诚", "发证人员 licence official", "990101199106240136", "19900000011", "01"),
    ];

    private static DemoPerson Person(string name, string role, string idNumber, string mobile, string ethnicity) =>
        new(name, 2, role, CitizenIdNumber.Parse(idNumber), MobileNumber.Parse(mobile), EthnicityCode.Parse(ethnicity));
}
