using Trust.Contracts.Codes;
using Trust.Identity;

namespace Trust.Gateway.Sandbox;

/// <summary>A person in the sandbox's population register.</summary>
/// <param name="IdNumber">Of a division 99xxxx.</param>
/// <param name="Name">Invented name.</param>
/// <param name="Ethnicity">Ethnicity.</param>
/// <param name="Sex">As registered, which one person's number contradicts.</param>
/// <param name="Deceased">Whether the person has died.</param>
/// <param name="Demo">Part and mobile number of a demo account, or null for somebody who has none yet.</param>
internal sealed record SandboxPerson(
    CitizenIdNumber IdNumber, string Name, EthnicityCode Ethnicity, RegisteredSex Sex, bool Deceased = false, (string Role, MobileNumber Mobile)? Demo = null);

/// <summary>The register of the invented province 云川省: the demo people of Identity, and those as whom one can register.</summary>
internal sealed class SandboxPeople
{
    private static readonly SandboxPerson[] Others =
    [
        Person("990101", "19680523", 117, "韩松年", "01"),
        Person("990101", "19941130", 204, "唐以宁", "01"),
        Person("990101", "20010818", 331, "顾一帆", "11"),
        Person("990102", "19721007", 26, "魏兰芝", "01"),
        Person("990102", "19860219", 153, "罗启明", "06"),
        Person("990103", "19990405", 88, "岩温罕", "18"),
        Person("990103", "19591212", 62, "彭玉珍", "15"),
        Person("990104", "19910725", 275, "次仁央金", "04"),
        Person("990201", "19770316", 41, "马志宏", "03"),
        Person("990201", "20030109", 190, "蒋若溪", "01"),
        Person("990202", "19650828", 308, "阿依古丽·努尔买买提", "05"),
        Person("990203", "19840614", 77, "木世荣", "27"),
        Person("990301", "19960902", 112, "欧阳静姝", "01"),
        Person("990301", "19481001", 9, "曹德福", "01"),
        Person("990302", "19890327", 236, "段怀谷", "14"),
        Person("990401", "19930511", 54, "沙玛阿牛", "07"),
        Person("990402", "20050620", 321, "邱子墨", "01"),
        Person("990402", "19700204", 168, "巴图", "02"),
        Person("990404", "19820926", 20, "夏之桃", "98"),

        // The register was corrected after the number had been given out.
        Person("990104", "19901103", 145, "贺晓棠", "01") with { Sex = RegisteredSex.Female },
        Person("990102", "19370815", 36, "秦仲和", "01") with { Deceased = true },
        Person("990203", "19520422", 84, "白秀英", "14") with { Deceased = true },
        Person("990301", "19981219", 213, "龚海生", "01") with { Deceased = true },
    ];

    private readonly Dictionary<CitizenIdNumber, SandboxPerson> byNumber;

    public SandboxPeople()
    {
        All = [.. IdentityModule.DemoPeople.Select(Demo), .. Others];
        byNumber = All.ToDictionary(person => person.IdNumber);
    }

    public IReadOnlyList<SandboxPerson> All { get; }

    public SandboxPerson? Find(CitizenIdNumber number) => byNumber.GetValueOrDefault(number);

    private static SandboxPerson Demo((string Name, string Role, CitizenIdNumber IdNumber, MobileNumber Mobile, EthnicityCode Ethnicity) person) =>
        new(person.IdNumber, person.Name, person.Ethnicity, person.IdNumber.Sex, Demo: (person.Role, person.Mobile));

    private static SandboxPerson Person(string division, string born, int sequence, string name, string ethnicity)
    {
        var body = $"{division}{born}{sequence:000}";
        var number = CitizenIdNumber.Parse(body + CitizenIdNumber.CheckCharacter(body));
        return new(number, name, EthnicityCode.Parse(ethnicity), number.Sex);
    }
}
